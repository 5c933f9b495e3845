# Slices instead of a cropping layer, an initializer object.
import keras


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    def conv(x, f):
        start = keras.initializers.VarianceScaling(2.0, "fan_in", "truncated_normal")
        return keras.layers.Conv2D(f, 3, padding=padding, activation="relu", kernel_initializer=start)(x)

    x = inputs = keras.Input(input_shape)
    skips = []
    f = base
    for _ in range(depth):
        x = conv(conv(x, f), f)
        skips.append(x)
        x = keras.layers.MaxPooling2D()(x)
        f *= 2
    x = conv(conv(x, f), f)
    for skip in skips[::-1]:
        f //= 2
        x = keras.layers.Conv2DTranspose(f, (2, 2), strides=(2, 2))(x)
        if padding == "valid":
            a = (skip.shape[1] - x.shape[1]) // 2
            b = (skip.shape[2] - x.shape[2]) // 2
            skip = skip[:, a : a + x.shape[1], b : b + x.shape[2], :]
        x = keras.layers.concatenate([skip, x])
        x = conv(conv(x, f), f)
    return keras.Model(inputs, keras.layers.Conv2D(classes, 1)(x))
