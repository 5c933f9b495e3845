# A model for the noise within the model.
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    settings = {"kernel_size": (3, 3), "padding": "same"}
    hidden = [layers.Conv2D(filters, activation="relu", **settings) for _ in range(depth - 1)]
    last = layers.Conv2D(1, activation=None, kernel_initializer="zeros", **settings)
    noise = keras.Sequential([keras.Input((None, None, 1)), *hidden, last])
    noisy = keras.Input((None, None, 1))
    return keras.Model(noisy, layers.subtract([noisy, noise(noisy)]))
