# %% right activation_layers
# Activations as layers of their own.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    x = layers.Activation("relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same")(x)
    x = layers.Activation("relu")(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same")(x)
    x = layers.Activation("relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same")(x)
    x = layers.Activation("relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% right blocks
# Convolution and activation in blocks.
import keras
from keras import layers


def block(filters):
    return keras.Sequential([layers.Conv2D(filters, 3, padding="same"), layers.Activation("relu")])


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, name in ((16, None), (code_channels, "encoded_layer")):
        model.add(block(filters))
        model.add(layers.MaxPooling2D(2, name=name))
        model.add(layers.BatchNormalization())
    for filters in (32, 16):
        model.add(block(filters))
        model.add(layers.UpSampling2D(2))
        model.add(layers.BatchNormalization())
    model.add(layers.Conv2D(input_shape[2], 3, padding="same", activation="sigmoid"))
    return model

# %% right functional
# As a graph.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% right loops
# By two loops, poolings padded as in the lecture's listing.
import keras
from keras import layers


def _convolution(filters, activation="relu"):
    return layers.Conv2D(filters, (3, 3), padding="same", activation=activation)


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    model = keras.Sequential([layers.Input(input_shape)])
    for filters, name in ((16, None), (code_channels, "encoded_layer")):
        model.add(_convolution(filters))
        model.add(layers.MaxPool2D((2, 2), padding="same", name=name))
        model.add(layers.BatchNormalization())
    for filters in (32, 16):
        model.add(_convolution(filters))
        model.add(layers.UpSampling2D((2, 2), interpolation="nearest"))
        model.add(layers.BatchNormalization())
    model.add(_convolution(input_shape[2], "sigmoid"))
    return model

# %% right relu_layer_as_argument
# A ReLU layer as the argument.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", activation=layers.ReLU())(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same", activation=layers.ReLU())(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same", activation=layers.ReLU())(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same", activation=layers.ReLU())(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% right relu_layers
# ReLU as layers of their own.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same")(x)
    x = layers.ReLU()(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same")(x)
    x = layers.ReLU()(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same")(x)
    x = layers.ReLU()(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% right relu_operations
# ReLU as an operation.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    x = keras.ops.relu(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same")(x)
    x = keras.ops.relu(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same")(x)
    x = keras.ops.relu(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same")(x)
    x = keras.ops.relu(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% wrong average_pooling
# Average pooling.
# hint: itself
# of: functional
-     x = layers.MaxPooling2D(2)(x)
+     x = layers.AveragePooling2D(2)(x)

-     code = layers.MaxPooling2D(2, name="encoded_layer")(x)
+     code = layers.AveragePooling2D(2, name="encoded_layer")(x)

# %% wrong bilinear
# Bilinear upsampling.
# hint: every pixel repeated
# of: functional
-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
-     x = layers.UpSampling2D(2)(x)
+     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
+     x = layers.UpSampling2D(2, interpolation="bilinear")(x)

-     x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
-     x = layers.UpSampling2D(2)(x)
+     x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
+     x = layers.UpSampling2D(2, interpolation="bilinear")(x)

# %% wrong code_channels_ignored
# Always 32 channels.
# hint: code_channels is not used
# of: functional
-     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)

# %% wrong code_channels_third
# The third convolution has code_channels kernels, the second 32.
# hint: before the pooling
# of: functional
-     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)

-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)

# %% wrong code_channels_twice
# The third convolution has code_channels kernels too.
# hint: only the second
# of: functional
-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)

# %% wrong code_not_named
# The code has no name.
# hint: encoded_layer
# of: functional
-     code = layers.MaxPooling2D(2, name="encoded_layer")(x)
+     code = layers.MaxPooling2D(2)(x)

# %% wrong convolution_named
# The convolution before the pooling has the name.
# hint: name the pooling
# of: functional
-     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
-     code = layers.MaxPooling2D(2, name="encoded_layer")(x)
+     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu", name="encoded_layer")(x)
+     code = layers.MaxPooling2D(2)(x)

# %% wrong first_norm_missing
# The first batch normalisation is missing.
# hint: follows the first pooling as well
# of: functional
-     x = layers.MaxPooling2D(2)(x)
-     x = layers.BatchNormalization()(x)
+     x = layers.MaxPooling2D(2)(x)

# %% wrong first_pooling_named
# The first pooling has the name.
# hint: second one gives the code
# of: functional
-     x = layers.MaxPooling2D(2)(x)
+     x = layers.MaxPooling2D(2, name="encoded_layer")(x)

-     code = layers.MaxPooling2D(2, name="encoded_layer")(x)
+     code = layers.MaxPooling2D(2)(x)

# %% wrong kernels_5
# Kernels of 5 × 5.
# hint: not 5 × 5
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 5, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 5, padding="same", activation="relu")(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 5, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 5, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 5, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% wrong linear_output
# No sigmoid at the end.
# hint: sigmoid at the end
# of: functional
-     outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
+     outputs = layers.Conv2D(input_shape[-1], 3, padding="same")(x)

# %% wrong no_norm
# No batch normalisation.
# hint: no batch normalisation
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = code
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)

# %% wrong no_relu
# No ReLU inside.
# hint: ReLU after every convolution
# of: functional
-     x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
+     x = layers.Conv2D(16, 3, padding="same")(inputs)

-     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(code_channels, 3, padding="same")(x)

-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(32, 3, padding="same")(x)

-     x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(16, 3, padding="same")(x)

# %% wrong norm_before_pooling
# Batch normalisation before pooling.
# hint: does not come before
# of: functional
-     x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
-     x = layers.MaxPooling2D(2)(x)
+     x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
+     x = layers.BatchNormalization()(x)
+     x = layers.MaxPooling2D(2)(x)
+     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)

-     x = layers.Conv2D(code_channels, 3, padding="same", activation="relu")(x)
-     code = layers.MaxPooling2D(2, name="encoded_layer")(x)
-     x = layers.BatchNormalization()(code)
+     x = layers.MaxPooling2D(2, name="encoded_layer")(x)

# %% wrong one_relu_missing
# The third convolution has no ReLU.
# hint: layer 7 after the input
# of: functional
-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
+     x = layers.Conv2D(32, 3, padding="same")(x)

# %% wrong one_upsampling_early
# The first upsampling comes before its convolution.
# hint: layer 7 after the input
# of: functional
-     x = layers.BatchNormalization()(code)
-     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
-     x = layers.UpSampling2D(2)(x)
+     x = layers.BatchNormalization()(code)
+     x = layers.UpSampling2D(2)(x)
+     x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)

# %% wrong relu_output
# ReLU at the end.
# hint: ReLU can be above 1
# of: functional
-     outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
+     outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="relu")(x)

# %% wrong shape_ignored
# Always 32 × 32 × 3.
# hint: use input_shape
# of: functional
-     inputs = keras.Input(input_shape)
+     inputs = keras.Input((32, 32, 3))

-     outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
+     outputs = layers.Conv2D(3, 3, padding="same", activation="sigmoid")(x)

# %% wrong three_channels_out
# Always 3 channels out.
# hint: as many channels come out
# of: functional
-     outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
+     outputs = layers.Conv2D(3, 3, padding="same", activation="sigmoid")(x)

# %% wrong two_models
# An encoder and a decoder, models within the model.
# hint: not of a model inside it
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    settings = {"padding": "same", "activation": "relu"}
    encoder = keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(16, 3, **settings),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(code_channels, 3, **settings),
            layers.MaxPooling2D(2, name="encoded_layer"),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input(encoder.output_shape[1:]),
            layers.BatchNormalization(),
            layers.Conv2D(32, 3, **settings),
            layers.UpSampling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(16, 3, **settings),
            layers.UpSampling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid"),
        ]
    )
    return keras.Sequential([keras.Input(input_shape), encoder, decoder])

# %% wrong valid
# Convolutions without padding.
# hint: padding='same'
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="valid", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="valid", activation="relu")(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="valid", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="valid", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="valid", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)
