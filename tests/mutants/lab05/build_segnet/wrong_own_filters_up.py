# On the way up each block has the filters of its own stage.
# hint: another number of filters
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def block(maps, width):
        maps = layers.Conv2D(width, 3, padding="same", use_bias=False)(maps)
        return layers.ReLU()(layers.BatchNormalization()(maps))

    inputs = x = keras.Input(input_shape)
    stages = []
    for width in filters:
        before = block(x, width)
        x, indices = MaxPool2DWithIndices()(before)
        stages.append((before, indices, width))
    for before, indices, width in stages[::-1]:
        x = block(MaxUnpool2D()([x, indices, before]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(x))
