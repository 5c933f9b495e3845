# New maps come first.
# hint: order is wrong
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
        x = layers.Concatenate()([y, x])
    return keras.Model(inputs, x)
