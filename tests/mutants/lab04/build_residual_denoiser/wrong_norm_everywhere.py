# Batch normalisation after every convolution but the last.
# hint: batch normalisation has slipped in
import keras
from keras import layers


def build_residual_denoiser(depth=6, filters=32):
    inputs = x = keras.Input((None, None, 1))
    for _ in range(depth - 1):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.BatchNormalization()(x)
    noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")(x)
    return keras.Model(inputs, inputs - noise)
