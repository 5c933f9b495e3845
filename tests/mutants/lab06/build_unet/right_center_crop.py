# Separate ReLU layers, CenterCrop, maps joined the other way round.
from keras import Input, Model
from keras import layers as L


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    def block(x, filters):
        x = L.ReLU()(L.Conv2D(filters, (3, 3), padding=padding, kernel_initializer="he_normal")(x))
        return L.ReLU()(L.Conv2D(filters, (3, 3), padding=padding, kernel_initializer="he_normal")(x))

    def level(x, filters, left):
        x = block(x, filters)
        if left == 0:
            return x
        below = level(L.MaxPool2D()(x), 2 * filters, left - 1)
        up = L.Conv2DTranspose(filters, 2, 2)(below)
        if padding == "valid":
            x = L.CenterCrop(up.shape[1], up.shape[2])(x)
        return block(L.Concatenate()([up, x]), filters)

    inputs = Input(input_shape)
    return Model(inputs, L.Conv2D(classes, 1)(level(inputs, base, depth)))
