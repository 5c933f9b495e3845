# Activation layers, one of them named, and before the dense layer.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = layers.Dense(hidden)(layers.Reshape((size * size * channels,))(x))
    h = layers.Dense(hidden, activation=keras.activations.relu)(layers.Activation("relu")(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])
