# All kernels start at zero: nothing is ever learned.
# hint: only the last kernel starts at zero
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="zeros")(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)
