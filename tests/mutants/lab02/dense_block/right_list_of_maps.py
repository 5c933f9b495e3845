# Keeps a list of all maps and concatenates for each layer.
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    maps = [inputs]
    for _ in range(depth):
        x = layers.Concatenate()(maps) if len(maps) > 1 else inputs
        x = layers.ReLU()(layers.BatchNormalization()(x))
        maps.append(layers.Conv2D(growth, (3, 3), padding="same", use_bias=False)(x))
    return keras.Model(inputs, layers.Concatenate(axis=-1)(maps))
