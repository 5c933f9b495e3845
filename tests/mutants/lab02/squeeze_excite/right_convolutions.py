# 1×1 convolutions in place of dense layers.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(inputs)
    gate = layers.Conv2D(channels // ratio, 1, activation="relu")(gate)
    gate = layers.Conv2D(channels, 1, activation="sigmoid")(gate)
    return keras.Model(inputs, layers.Multiply()([inputs, gate]))
