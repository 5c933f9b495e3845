# Recursively: down, what is inside, up.
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def unit(x, width):
        return layers.Activation("relu")(
            layers.BatchNormalization()(layers.Conv2D(width, 3, 1, "same", use_bias=False)(x))
        )

    def inside(x, widths, before):
        if not widths:
            return x
        x = unit(x, widths[0])
        y, where = MaxPool2DWithIndices()(x)
        y = inside(y, widths[1:], widths[0])
        return unit(MaxUnpool2D()([y, where, x]), before)

    inputs = keras.Input(input_shape)
    return keras.Model(inputs, layers.Conv2D(classes, (1, 1))(inside(inputs, list(filters), filters[0])))
