# Squeezes by the maximum.
# hint: maximum
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gate = layers.GlobalMaxPooling2D()(inputs)
    gate = layers.Dense(channels // ratio, activation="relu")(gate)
    gate = layers.Dense(channels, activation="sigmoid")(gate)
    gate = layers.Reshape((1, 1, channels))(gate)
    return keras.Model(inputs, layers.Multiply()([inputs, gate]))
