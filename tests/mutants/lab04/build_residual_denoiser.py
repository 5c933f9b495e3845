# %% right activation_layers
# Activations as layers of their own.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = layers.Activation("relu")(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)

# %% right nested
# A model for the noise within the model.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    settings = {"kernel_size": (3, 3), "padding": "same"}
    hidden = [layers.Conv2D(filters, activation="relu", **settings) for _ in range(depth - 1)]
    last = layers.Conv2D(1, activation=None, kernel_initializer="zeros", **settings)
    noise = keras.Sequential([keras.Input((None, None, 1)), *hidden, last])
    noisy = keras.Input((None, None, 1))
    return keras.Model(noisy, layers.subtract([noisy, noise(noisy)]))

# %% right operator
# By the minus sign.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = keras.Input((None, None, 1))
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(inputs)
    for _ in range(depth - 2):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)

# %% right ops
# By keras.ops.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = keras.Input((None, None, 1))
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(inputs)
    for _ in range(depth - 2):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, keras.ops.subtract(inputs, noise))

# %% right relu_layer_as_argument
# A ReLU layer as the argument.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)

# %% right relu_layers
# ReLU as layers of their own.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = layers.ReLU()(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)

# %% right relu_operations
# ReLU as an operation.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = keras.ops.relu(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)

# %% wrong added
# Adds the noise.
# hint: subtract it
# of: operator
-     return keras.Model(inputs, inputs - noise)
+     return keras.Model(inputs, inputs + noise)

# %% wrong all_ones
# All filters start alike.
# hint: start alike
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="ones")(x)

# %% wrong all_zero
# All kernels start at zero: nothing is ever learned.
# hint: only the last kernel starts at zero
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="zeros")(x)

# %% wrong clipped
# The output is cut off below 0.
# hint: after the subtraction
# of: operator
-     return keras.Model(inputs, inputs - noise)
+     return keras.Model(inputs, layers.ReLU()(inputs - noise))

# %% wrong default_depth
# Another depth, where none is given.
# hint: without arguments
# of: relu_layer_as_argument
- def build_residual_denoiser(depth=6, filters=32):
+ def build_residual_denoiser(depth=8, filters=32):

-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

# %% wrong default_filters
# Other filters, where none are given.
# hint: without arguments
# of: relu_layer_as_argument
- def build_residual_denoiser(depth=6, filters=32):
+ def build_residual_denoiser(depth=6, filters=64):

-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

# %% wrong depth_inner
# depth inner convolutions.
# hint: two convolutions too many
# of: operator
-     for _ in range(depth - 2):
+     for _ in range(depth):

# %% wrong dilated
# Inner convolutions are dilated.
# hint: each adds 2 pixels
# of: operator
-         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.Conv2D(filters, 3, padding="same", dilation_rate=2, activation="relu")(x)

# %% wrong dropout
# Dropout after every convolution.
# hint: nothing else
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.Dropout(0.1)(x)

# %% wrong filters_ignored
# Always 32 filters.
# hint: use the argument
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)

# %% wrong fixed_size
# 40 × 40 only.
# hint: any size
# of: operator
-     inputs = keras.Input((None, None, 1))
+     inputs = keras.Input((40, 40, 1))

# %% wrong kernels_5
# Kernels of 5 × 5.
# hint: kernels are 3 × 3
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+         x = layers.Conv2D(filters, 5, padding="same", activation="relu")(x)
+     noise = layers.Conv2D(1, 5, padding="same", kernel_initializer="zeros")(x)

# %% wrong last_relu
# ReLU at the end: noise cannot be negative.
# hint: noise can be negative
# of: operator
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros", activation="relu")(x)

# %% wrong last_sigmoid
# Sigmoid at the end.
# hint: must not be a sigmoid
# of: operator
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros", activation="sigmoid")(x)

# %% wrong no_biases
# Without biases.
# hint: biases are turned off
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu", use_bias=False)(x)
+     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros", use_bias=False)(x)

# %% wrong no_relu
# No ReLU.
# hint: one linear filter
# of: operator
-     x = layers.Conv2D(filters, 3, padding="same", activation="relu")(inputs)
+     x = layers.Conv2D(filters, 3, padding="same")(inputs)

-         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.Conv2D(filters, 3, padding="same")(x)

# %% wrong norm
# Batch normalisation inside.
# hint: batch normalisation has slipped in
# of: operator
-         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.BatchNormalization()(x)

# %% wrong norm_everywhere
# Batch normalisation after every convolution but the last.
# hint: batch normalisation has slipped in
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.BatchNormalization()(x)

# %% wrong not_residual
# Returns what the convolutions give.
# hint: does not go around
# of: operator
-     return keras.Model(inputs, inputs - noise)
+     return keras.Model(inputs, noise)

# %% wrong not_zero
# The last kernel starts at random.
# hint: untrained, it returns its input
# of: operator
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+     noise = layers.Conv2D(1, 3, padding="same")(x)

# %% wrong one_too_few
# depth − 3 inner convolutions.
# hint: one convolution too few
# of: operator
-     for _ in range(depth - 2):
+     for _ in range(depth - 3):

# %% wrong one_too_many
# depth − 1 inner convolutions.
# hint: one convolution too many
# of: operator
-     for _ in range(depth - 2):
+     for _ in range(depth - 1):

# %% wrong subclass
# A subclass of keras.Model.
# hint: a subclass of keras.Model
import keras
from keras import layers


class Residual(keras.Model):
    def __init__(self, depth, filters):
        super().__init__()
        self.inner = [layers.Conv2D(filters, 3, padding="same", activation="relu") for _ in range(depth - 1)]
        self.noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")

    def call(self, noisy):
        maps = noisy
        for layer in self.inner:
            maps = layer(maps)
        return noisy - self.noise(maps)


def build_residual_denoiser(depth=6, filters=32):
    return Residual(depth, filters)

# %% wrong three_channels
# Colour pictures come in.
# hint: any size
# of: operator
-     inputs = keras.Input((None, None, 1))
-     x = layers.Conv2D(filters, 3, padding="same", activation="relu")(inputs)
-     for _ in range(depth - 2):
+     inputs = x = keras.Input((None, None, 3))
+     for _ in range(depth - 1):

# %% wrong turned_round
# Noise minus input.
# hint: turned round
# of: operator
-     return keras.Model(inputs, inputs - noise)
+     return keras.Model(inputs, noise - inputs)

# %% wrong valid
# Convolutions without padding.
# hint: padding='same'
# of: relu_layer_as_argument
-         x = layers.Conv2D(filters, 3, padding="same", activation=layers.ReLU())(x)
-     noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
+         x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)
+     noise = layers.Conv2D(1, 3, padding="valid", kernel_initializer="zeros")(x)
