# Dropout after every convolution.
# hint: nothing else
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.Dropout(0.1)(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)
