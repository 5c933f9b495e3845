# Biases everywhere.
# hint: use_bias=False
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=True)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=True)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=True)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))
