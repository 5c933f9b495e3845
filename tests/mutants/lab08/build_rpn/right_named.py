# With names and an initializer of its own.
from keras import Input, Model
from keras.initializers import RandomNormal
from keras.layers import Conv2D


def build_rpn(channels=512, anchors=9):
    maps = Input((None, None, channels), name="maps")
    shared = Conv2D(channels, 3, padding="same", activation="relu", kernel_initializer="he_normal", name="shared")(maps)
    heads = [
        Conv2D(count, 1, kernel_initializer=RandomNormal(0.0, 0.01), name=name)(shared)
        for name, count in (("objectness", anchors), ("deltas", 4 * anchors))
    ]
    return Model(maps, heads, name="rpn")
