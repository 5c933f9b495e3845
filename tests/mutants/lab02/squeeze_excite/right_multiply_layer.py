# The Multiply layer finds the missing axes by itself.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    inputs = keras.Input(input_shape)
    gates = layers.GlobalAveragePooling2D()(inputs)
    gates = layers.Dense(input_shape[-1] // ratio, activation="relu")(gates)
    gates = layers.Dense(input_shape[-1], activation="sigmoid")(gates)
    return keras.Model(inputs, layers.Multiply()([inputs, gates]))
