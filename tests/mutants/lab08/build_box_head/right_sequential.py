# A sequential trunk.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = inputs = layers.Input((size, size, channels))
    x = layers.Reshape((size * size * channels,))(x)
    for _ in range(2):
        x = layers.Dense(hidden, activation="relu", kernel_initializer="he_normal")(x)
    offsets = layers.Dense(classes * 4, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [layers.Dense(classes + 1, kernel_initializer=near_zero())(x), offsets])
