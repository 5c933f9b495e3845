# Batch normalisation after the convolution.
# hint: comes first
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(x)
        y = layers.BatchNormalization()(y)
        y = layers.Activation("relu")(y)
        x = layers.Concatenate()([x, y])
    return keras.Model(inputs, x)
