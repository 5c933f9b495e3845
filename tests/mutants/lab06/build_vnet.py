# %% right functions
# Sums, joints and ReLU by keras.ops.
import keras


def build_vnet(input_shape, base=8, depth=2):
    volumes = keras.Input(input_shape)
    maps, ways = keras.layers.Conv3D(base, 1)(volumes), []
    for level in range(depth):
        maps = _stage(maps, maps, base * 2**level)
        ways.append(maps)
        maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2, activation="relu")(maps)
    maps = _stage(maps, maps, base * 2**depth)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2, activation="relu")(maps)
        joined = keras.ops.concatenate([ways[level], maps], axis=-1)
        maps = _stage(joined, maps, base * 2**level)
    return keras.Model(volumes, keras.layers.Conv3D(1, 1, activation="sigmoid")(maps))


def _stage(maps, added, channels):
    for activation in ("relu", None):
        maps = keras.layers.Conv3D(channels, 3, padding="same", activation=activation, kernel_initializer="he_normal")(
            maps
        )
    return keras.ops.maximum(keras.ops.add(maps, added), 0)

# %% right operator
# The sum by an operator, activations as functions.
import keras
from keras import layers


def build_vnet(input_shape, base=8, depth=2):
    def stage(x, short, f):
        x = layers.Conv3D(f, 3, padding="same", kernel_initializer="he_normal", activation="relu")(x)
        x = layers.Conv3D(f, 3, padding="same", kernel_initializer="he_normal")(x)
        return layers.Activation("relu")(x + short)

    inputs = keras.Input(input_shape)
    x = layers.Conv3D(base, 1)(inputs)
    skips, f = [], base
    for _ in range(depth):
        x = stage(x, x, f)
        skips.append(x)
        f *= 2
        x = layers.ReLU()(layers.Conv3D(f, 2, 2)(x))
    x = stage(x, x, f)
    while skips:
        f //= 2
        up = layers.ReLU()(layers.Conv3DTranspose(f, 2, 2)(x))
        x = stage(layers.Concatenate()([skips.pop(), up]), up, f)
    return keras.Model(inputs, layers.Conv3D(1, 1, activation="sigmoid")(x))

# %% right recursion
# One level and what is below it.
import keras

L = keras.layers


def build_vnet(input_shape, base=8, depth=2):
    def stage(x, added):
        c = added.shape[-1]
        y = L.Conv3D(c, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
        y = L.Conv3D(c, 3, padding="same", kernel_initializer=keras.initializers.HeNormal())(y)
        return L.Activation(keras.activations.relu)(L.add([y, added]))

    def level(x, left):
        x = stage(x, x)
        if not left:
            return x
        c = x.shape[-1]
        below = level(L.Conv3D(2 * c, 2, strides=2, padding="same", activation="relu")(x), left - 1)
        up = L.Conv3DTranspose(c, 2, strides=2, padding="same", activation="relu")(below)
        return stage(L.concatenate([x, up]), up)

    volume = keras.Input(shape=input_shape)
    maps = level(L.Conv3D(base, 1)(volume), depth)
    return keras.Model(inputs=volume, outputs=L.Activation("sigmoid")(L.Conv3D(1, 1)(maps)))

# %% wrong base_ignored
# The width is always 8.
# hint: `base` is ignored
# of: solution
- def build_vnet(input_shape, base=8, depth=2):
+ def build_vnet(input_shape, base=8, depth=2):
+     base = 8

# %% wrong dropout
# Dropout before the end.
# hint: no dropout
# of: solution
-         maps = _stage(joined, maps, base * 2**level)
+         maps = _stage(joined, maps, base * 2**level)
+     maps = keras.layers.Dropout(0.2)(maps)

# %% wrong entry_of_three
# A 3 × 3 × 3 entry.
# hint: summary()
# of: solution
-     maps, ways = keras.layers.Conv3D(base, 1)(volumes), []
+     maps, ways = keras.layers.Conv3D(base, 3, padding="same", kernel_initializer="he_normal")(volumes), []

# %% wrong glorot
# Keras' own start.
# hint: he_normal
# of: solution
-         maps = keras.layers.Conv3D(
-             channels, 3, padding="same", activation=activation, kernel_initializer="he_normal"
-         )(maps)
+         maps = keras.layers.Conv3D(channels, 3, padding="same", activation=activation)(maps)

# %% wrong kernels_of_five
# 5 × 5 × 5 kernels.
# hint: 5 × 5 × 5
# of: functions
-         joined = keras.ops.concatenate([ways[level], maps], axis=-1)
+         joined = keras.layers.Concatenate()([ways[level], maps])

-         maps = keras.layers.Conv3D(channels, 3, padding="same", activation=activation, kernel_initializer="he_normal")(
+         maps = keras.layers.Conv3D(channels, 5, padding="same", activation=activation, kernel_initializer="he_normal")(

-     return keras.ops.maximum(keras.ops.add(maps, added), 0)
+     return keras.layers.ReLU()(keras.layers.Add()([maps, added]))

# %% wrong no_first_relu
# No ReLU between the two convolutions of a stage.
# hint: missing after the first convolution of a stage
# of: solution
-     for activation in ("relu", None):
+     for activation in (None, None):

# %% wrong no_relu_after_sum
# No ReLU after the sum.
# hint: ReLU follows the sum
# of: solution
-     return keras.layers.ReLU()(keras.layers.Add()([maps, added]))
+     return keras.layers.Add()([maps, added])

# %% wrong no_relu_down
# No ReLU after the convolutions of stride 2.
# hint: missing after the convolutions of stride 2
# of: solution
-         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2, activation="relu")(
-             maps
-         )
+         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2)(maps)

# %% wrong no_relu_down_nor_up
# No ReLU after the convolutions of stride 2, nor after the up-convolutions.
# hint: stride 2 and the up-convolutions
# of: functions
-         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2, activation="relu")(maps)
+         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2)(maps)

-         maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2, activation="relu")(maps)
-         joined = keras.ops.concatenate([ways[level], maps], axis=-1)
+         maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2)(maps)
+         joined = keras.layers.Concatenate()([ways[level], maps])

-     return keras.ops.maximum(keras.ops.add(maps, added), 0)
+     return keras.layers.ReLU()(keras.layers.Add()([maps, added]))

# %% wrong no_relu_up
# No ReLU after the up-convolutions.
# hint: missing after the up-convolutions
# of: solution
-         maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2, activation="relu")(
-             maps
-         )
+         maps = keras.layers.Conv3DTranspose(base * 2**level, 2, strides=2)(maps)

# %% wrong no_side_maps
# The maps from the way down are not joined.
# hint: way down are missing
# of: solution
-         joined = keras.layers.Concatenate()([ways[level], maps])
+         joined = maps

# %% wrong no_sigmoid
# No sigmoid at the end.
# hint: sigmoid
# of: solution
-     return keras.Model(volumes, keras.layers.Conv3D(1, 1, activation="sigmoid")(maps))
+     return keras.Model(volumes, keras.layers.Conv3D(1, 1)(maps))

# %% wrong not_residual
# The stages do not add their input.
# hint: add each stage's input
# of: solution
-     return keras.layers.ReLU()(keras.layers.Add()([maps, added]))
+     return keras.layers.ReLU()(maps)

# %% wrong one_convolution
# One convolution in a stage.
# hint: one convolution in a stage
# of: solution
-     for activation in ("relu", None):
+     for activation in (None,):

# %% wrong other_order
# The map from below comes first.
# hint: joined in the other order
# of: solution
-         joined = keras.layers.Concatenate()([ways[level], maps])
+         joined = keras.layers.Concatenate()([maps, ways[level]])

# %% wrong own_layer
# A layer class of its own, which nobody else can read.
# hint: Keras' own layers
# of: solution
-     return keras.layers.ReLU()(keras.layers.Add()([maps, added]))
+     return Sum()([maps, added])
+ class Sum(keras.layers.Layer):
+     def call(self, both):
+         return keras.ops.relu(both[0] + both[1])

# %% wrong pooling
# Max pooling halves the volume.
# hint: no pooling
# of: solution
-         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 2, strides=2, activation="relu")(
-             maps
-         )
+         maps = keras.layers.Conv3D(base * 2 ** (level + 1), 1, activation="relu")(keras.layers.MaxPooling3D(2)(maps))

# %% wrong relu_before
# ReLU before the first convolution, not after it.
# hint: not before it
# of: solution
-     for activation in ("relu", None):
+     maps = keras.layers.ReLU()(maps)
+     for activation in (None, None):

# %% wrong relu_entry
# ReLU after the entry.
# hint: the entry
# of: solution
-     maps, ways = keras.layers.Conv3D(base, 1)(volumes), []
+     maps, ways = keras.layers.Conv3D(base, 1, activation="relu")(volumes), []

# %% wrong second_relu
# ReLU after both convolutions of a stage, before the sum as well.
# hint: not the second convolution as well
# of: solution
-     for activation in ("relu", None):
+     for activation in ("relu", "relu"):

# %% wrong side_map_added
# The map from the way down is added on the way up.
# hint: not the map from the way down
# of: solution
-         maps = _stage(joined, maps, base * 2**level)
+         maps = _stage(joined, ways[level], base * 2**level)

# %% wrong side_map_before_stage
# The map for the way up is taken before the stage.
# hint: taken before the stage
# of: solution
-     for level in range(depth):
+     for level in range(depth):
+         ways.append(maps)

-         ways.append(maps)
