# %% right activations_relu
# keras.activations.relu on tensors.
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    inputs = x = keras.Input(input_shape)
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        x = keras.activations.relu(layers.BatchNormalization()(x))
        if pooled:
            x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.3)(layers.GlobalMaxPool2D()(x))
    return keras.Model(inputs, layers.Dense(classes, activation=keras.activations.softmax)(x))

# %% right functional
# The functional way, activations as layers of their own.
import keras
from keras import layers


def block(x, filters, kernel, strides=1):
    x = layers.Conv2D(filters, kernel, strides, "same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def build_audio_cnn(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    x = layers.MaxPool2D((2, 2))(block(inputs, 16, (5, 5), 2))
    x = layers.MaxPool2D((2, 2))(block(x, 32, (3, 3)))
    x = block(block(x, 64, (3, 3)), 64, (3, 5))
    x = layers.Dropout(0.3)(layers.GlobalMaxPooling2D()(x))
    return keras.Model(inputs, layers.Softmax()(layers.Dense(classes)(x)))

# %% right nested
# Blocks that are models, ReLU as an operation.
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    def block(filters, kernel, stride, channels):
        return keras.Sequential(
            [
                keras.Input((None, None, channels)),
                layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False),
                layers.BatchNormalization(),
                layers.Activation("relu"),
            ]
        )

    return keras.Sequential(
        [
            keras.Input(input_shape),
            block(16, 5, 2, 1),
            layers.MaxPooling2D(),
            block(32, 3, 1, 16),
            layers.MaxPooling2D(),
            block(64, 3, 1, 32),
            block(64, (3, 5), 1, 64),
            layers.GlobalMaxPool2D(),
            layers.Dropout(0.3),
            layers.Dense(classes, activation="softmax"),
        ]
    )

# %% wrong always_ten
# Always ten classes.
# hint: not always ten
# of: solution
-     model.add(keras.layers.Dense(classes, activation="softmax"))
+     model.add(keras.layers.Dense(10, activation="softmax"))

# %% wrong average
# Takes the global average.
# hint: not its average
# of: solution
-     model.add(keras.layers.GlobalMaxPooling2D())
+     model.add(keras.layers.GlobalAveragePooling2D())

# %% wrong average_pooling
# Pools by the average.
# hint: not the average
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        if pooled:
            model.add(layers.AveragePooling2D(2))
    for layer in (layers.GlobalMaxPooling2D(), layers.Dropout(0.3), layers.Dense(classes, activation="softmax")):
        model.add(layer)
    return model

# %% wrong biases
# Convolutions with biases.
# hint: biases
# of: solution
-         model.add(
-             keras.layers.Conv2D(
-                 filters, kernel_size, strides=stride, padding="same", use_bias=False
-             )
-         )
+         model.add(keras.layers.Conv2D(filters, kernel_size, strides=stride, padding="same"))

# %% wrong dropout_before_pooling
# Dropout before the global pooling.
# hint: dropout comes after
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        if pooled:
            model.add(layers.MaxPooling2D())
    for layer in (layers.Dropout(0.3), layers.GlobalMaxPooling2D(), layers.Dense(classes, activation="softmax")):
        model.add(layer)
    return model

# %% wrong dropout_half
# Dropout 0.5.
# hint: rate is 0.3
# of: solution
-     model.add(keras.layers.Dropout(0.3))
+     model.add(keras.layers.Dropout(0.5))

# %% wrong first_not_padded
# Pads only the convolutions after the first.
# hint: convolution 1 is not padded
# of: solution
-                 filters, kernel_size, strides=stride, padding="same", use_bias=False
+                 filters, kernel_size, strides=stride, padding="valid" if stride == 2 else "same", use_bias=False

# %% wrong flattened
# Flattens instead of pooling globally.
# hint: not global
# of: solution
-     model.add(keras.layers.GlobalMaxPooling2D())
+     model.add(keras.layers.Flatten())

# %% wrong kernel_square
# The last kernel is 3 × 3.
# hint: 3 bands × 5 frames
# of: solution
-         (64, (3, 5), 1, False),
+         (64, 3, 1, False),

# %% wrong kernel_turned
# The last kernel is 5 bands by 3 frames.
# hint: bands come first
# of: solution
-         (64, (3, 5), 1, False),
+         (64, (5, 3), 1, False),

# %% wrong no_dropout
# Forgets the dropout.
# hint: dropout of 0.3 is missing
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        if pooled:
            model.add(layers.MaxPooling2D())
    for layer in (layers.GlobalMaxPooling2D(), layers.Dense(classes, activation="softmax")):
        model.add(layer)
    return model

# %% wrong no_norm
# Leaves batch normalisation out.
# hint: batch normalisation is missing
# of: solution
-         model.add(keras.layers.BatchNormalization())

# %% wrong no_softmax
# Forgets the softmax.
# hint: softmax is missing
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        if pooled:
            model.add(layers.MaxPooling2D())
    for layer in (layers.GlobalMaxPooling2D(), layers.Dropout(0.3), layers.Dense(classes)):
        model.add(layer)
    return model

# %% wrong no_stride
# Forgets the stride.
# hint: stride of 2
# of: solution
-         (16, 5, 2, True),
+         (16, 5, 1, True),

# %% wrong not_returned
# Forgets the return.
# hint: is there a return
# of: solution
-     return model

# %% wrong pooling_before_norm
# Pools before batch normalisation.
# hint: come before the pooling
# of: solution
-         )
+         )
+         if pooled:
+             model.add(keras.layers.MaxPooling2D(2))

-         if pooled:
-             model.add(keras.layers.MaxPooling2D(2))

# %% wrong pooling_missing
# Forgets a pooling.
# hint: pooling is missing
# of: solution
-         (32, 3, 1, True),
+         (32, 3, 1, False),

# %% wrong relu_before_norm
# ReLU before batch normalisation.
# hint: comes before the ReLU
# of: solution
-         )
+         )
+         model.add(keras.layers.ReLU())

-         model.add(keras.layers.ReLU())

# %% wrong sigmoid
# Sigmoid at the end.
# hint: not sigmoid
# of: solution
-     model.add(keras.layers.Dense(classes, activation="softmax"))
+     model.add(keras.layers.Dense(classes, activation="sigmoid"))

# %% wrong small_first_kernel
# The first kernel is 3 × 3.
# hint: first kernel is 5 × 5
# of: solution
-         (16, 5, 2, True),
+         (16, 3, 2, True),
