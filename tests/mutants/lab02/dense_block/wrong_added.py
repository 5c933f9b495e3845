# New maps are added like in a residual block.
# hint: kept
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(input_shape[-1], 3, padding="same", use_bias=False)(y)
        x = layers.Add()([x, y])
    return keras.Model(inputs, x)
