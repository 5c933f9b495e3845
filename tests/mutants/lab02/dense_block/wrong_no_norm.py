# No batch normalisation.
# hint: batch normalisation is missing
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.Activation("relu")(x)
        y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
        x = layers.Concatenate()([x, y])
    return keras.Model(inputs, x)
