# Appends to the normalised maps.
# hint: raw maps
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = x = keras.Input(input_shape)
    for _ in range(depth):
        x = layers.BatchNormalization()(x)
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(layers.ReLU()(x))
        x = layers.Concatenate()([x, new])
    return keras.Model(inputs, x)
