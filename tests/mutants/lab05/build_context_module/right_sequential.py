# As a Sequential.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    factors = [1] * 8 if kind == "basic" else [2, 2, 4, 8, 16, 32, 32, 1]
    model = keras.Sequential([keras.Input((None, None, channels))])
    for factor, dilation in zip(factors[:-1], [1, 1, 2, 4, 8, 16, 1]):
        model.add(
            layers.Conv2D(
                factor * channels,
                3,
                padding="same",
                dilation_rate=dilation,
                kernel_initializer=IdentityInitializer(channels),
            )
        )
        model.add(layers.ReLU())
    model.add(layers.Conv2D(channels, 1, padding="same", kernel_initializer=IdentityInitializer(channels)))
    return model
