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
