# Unpools each stage to the size of the image.
# hint: to the size of the map
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
        x, indices = MaxPool2DWithIndices()(block(x, width))
        stages.append(indices)
    for indices, width in zip(stages[::-1], [*filters[-2::-1], filters[0]]):
        x = block(MaxUnpool2D()([x, indices, inputs]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(x))
