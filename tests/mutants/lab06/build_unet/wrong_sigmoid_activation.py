# A sigmoid at the end.
# hint: scores leave as they are
import keras


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    images = keras.Input(input_shape)
    maps, ways = images, []
    for level in range(depth):
        maps = _two_convolutions(maps, base * 2**level, padding)
        ways.append(maps)
        maps = keras.layers.MaxPooling2D(2)(maps)
    maps = _two_convolutions(maps, base * 2**depth, padding)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
        way = _middle(ways[level], maps) if padding == "valid" else ways[level]
        maps = keras.layers.Concatenate()([way, maps])
        maps = _two_convolutions(maps, base * 2**level, padding)
    return keras.Model(images, keras.layers.Activation("sigmoid")(keras.layers.Conv2D(classes, 1)(maps)))


def _two_convolutions(maps, channels, padding):
    for _ in range(2):
        maps = keras.layers.Conv2D(channels, 3, padding=padding, activation="relu", kernel_initializer="he_normal")(
            maps
        )
    return maps


def _middle(larger, smaller):
    cuts = [(larger.shape[axis] - smaller.shape[axis]) // 2 for axis in (1, 2)]
    return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)
