# The stride is ignored.
# hint: move by the stride
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=1, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=1, use_bias=False)(skip)
        skip = layers.BatchNormalization()(skip)
    x = layers.Add()([x, skip])
    x = layers.Activation("relu")(x)
    return keras.Model(inputs, x)
