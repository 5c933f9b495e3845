# ReLU before batch normalisation.
# hint: ReLU comes after
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = x = keras.Input(input_shape)
    for _ in range(depth):
        new = layers.BatchNormalization()(layers.ReLU()(x))
        new = layers.Conv2D(growth, 3, padding="same", use_bias=False)(new)
        x = layers.Concatenate()([x, new])
    return keras.Model(inputs, x)
