# The last convolution is 1 × 1 and needs no padding.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 7, "large": [2, 2, 4, 8, 16, 32, 32]}[kind]
    start = IdentityInitializer(channels)
    inputs = x = keras.Input((None, None, channels))
    for width, dilation in zip(widths, (1, 1, 2, 4, 8, 16, 1)):
        x = layers.Conv2D(width * channels, 3, padding="same", dilation_rate=dilation, kernel_initializer=start)(x)
        x = layers.Activation("relu")(x)
    return keras.Model(inputs, layers.Conv2D(channels, 1, kernel_initializer=start)(x))
