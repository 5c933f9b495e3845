# %% right list_of_maps
# Keeps a list of all maps and concatenates for each layer.
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    maps = [inputs]
    for _ in range(depth):
        x = layers.Concatenate()(maps) if len(maps) > 1 else inputs
        x = layers.ReLU()(layers.BatchNormalization()(x))
        maps.append(layers.Conv2D(growth, (3, 3), padding="same", use_bias=False)(x))
    return keras.Model(inputs, layers.Concatenate(axis=-1)(maps))

# %% right loop
# As in the solution.
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
        x = layers.Concatenate()([x, y])
    return keras.Model(inputs, x)

# %% wrong added
# New maps are added like in a residual block.
# hint: kept
# of: loop
-         y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
-         x = layers.Concatenate()([x, y])
+         y = layers.Conv2D(input_shape[-1], 3, padding="same", use_bias=False)(y)
+         x = layers.Add()([x, y])

# %% wrong biases
# The convolutions have biases.
# hint: biases
# of: loop
-         y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
+         y = layers.Conv2D(growth, 3, padding="same")(y)

# %% wrong input_lost
# The input is not kept.
# hint: are kept
# of: loop
-     return keras.Model(inputs, x)
+     return keras.Model(
+         inputs, layers.Lambda(lambda m: m[..., input_shape[-1] :], output_shape=(*input_shape[:2], depth * growth))(x)
+     )

# %% wrong new_first
# New maps come first.
# hint: order is wrong
# of: loop
-         x = layers.Concatenate()([x, y])
+         x = layers.Concatenate()([y, x])

# %% wrong no_norm
# No batch normalisation.
# hint: batch normalisation is missing
# of: loop
-         y = layers.BatchNormalization()(x)
-         y = layers.Activation("relu")(y)
+         y = layers.Activation("relu")(x)

# %% wrong no_relu
# No ReLU.
# hint: ReLU is missing
# of: loop
-         y = layers.Activation("relu")(y)

# %% wrong norm_last
# Batch normalisation after the convolution.
# hint: comes first
# of: loop
-         y = layers.BatchNormalization()(x)
+         y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(x)
+         y = layers.BatchNormalization()(y)

-         y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)

# %% wrong only_the_last
# Each layer reads only the new maps of the one before.
# hint: all maps so far
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    maps = [inputs]
    for _ in range(depth):
        y = layers.ReLU()(layers.BatchNormalization()(maps[-1]))
        maps.append(layers.Conv2D(growth, 3, padding="same", use_bias=False)(y))
    return keras.Model(inputs, layers.Concatenate()(maps))

# %% wrong overwritten
# Appends to the normalised maps.
# hint: raw maps
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = x = keras.Input(input_shape)
    for _ in range(depth):
        x = layers.BatchNormalization()(x)
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(layers.ReLU()(x))
        x = layers.Concatenate()([x, new])
    return keras.Model(inputs, x)

# %% wrong overwritten_by_relu
# Appends to the maps after ReLU.
# hint: without ReLU
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = x = keras.Input(input_shape)
    for _ in range(depth):
        x = layers.ReLU()(layers.BatchNormalization()(x))
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(x)
        x = layers.Concatenate()([x, new])
    return keras.Model(inputs, x)

# %% wrong relu_first
# ReLU before batch normalisation.
# hint: ReLU comes after
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = x = keras.Input(input_shape)
    for _ in range(depth):
        new = layers.BatchNormalization()(layers.ReLU()(x))
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(new)
        x = layers.Concatenate()([x, new])
    return keras.Model(inputs, x)
