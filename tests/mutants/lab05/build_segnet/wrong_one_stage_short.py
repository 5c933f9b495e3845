# Does not undo the first pooling.
# hint: size of the image
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def block(maps, filters):
    maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
    return layers.ReLU()(layers.BatchNormalization()(maps))


def build_segnet(input_shape, filters, classes):
    inputs = maps = keras.Input(input_shape)
    stages = []
    for width in filters:
        maps = block(maps, width)
        values, indices = MaxPool2DWithIndices()(maps)
        stages.append((maps, indices))
        maps = values
    for (before, indices), width in zip(list(reversed(stages))[:-1], [*filters[-2::-1], filters[0]]):
        maps = block(MaxUnpool2D()([maps, indices, before]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))
