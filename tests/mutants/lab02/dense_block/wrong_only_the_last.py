# Each layer reads only the new maps of the one before.
# hint: all maps so far
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    maps = [inputs]
    for _ in range(depth):
        y = layers.ReLU()(layers.BatchNormalization()(maps[-1]))
        maps.append(layers.Conv2D(growth, 3, padding="same", use_bias=False)(y))
    return keras.Model(inputs, layers.Concatenate()(maps))
