# No batch normalisation at all.
# hint: batch normalisation is missing
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
    x = layers.Add()([x, skip])
    x = layers.Activation("relu")(x)
    return keras.Model(inputs, x)
