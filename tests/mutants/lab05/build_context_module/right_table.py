# From a table of rows.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    table = [(3, 1, 2), (3, 1, 2), (3, 2, 4), (3, 4, 8), (3, 8, 16), (3, 16, 32), (3, 1, 32)]
    identity = IdentityInitializer(channels)
    x = inputs = keras.Input((None, None, channels))
    for kernel, dilation, large in table:
        maps = channels * (large if kind == "large" else 1)
        x = layers.Conv2D(
            maps, kernel, padding="same", dilation_rate=dilation, activation="relu", kernel_initializer=identity
        )(x)
    x = layers.Conv2D(channels, 1, padding="same", kernel_initializer=identity)(x)
    return keras.Model(inputs, x)
