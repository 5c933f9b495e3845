# A subclass of keras.Model.
# hint: a subclass of keras.Model
import keras
from keras import layers


class Residual(keras.Model):
    def __init__(self, depth, filters):
        super().__init__()
        self.inner = [layers.Conv2D(filters, 3, padding="same", activation="relu") for _ in range(depth - 1)]
        self.noise = layers.Conv2D(1, 3, padding="same", kernel_initializer="zeros")

    def call(self, noisy):
        maps = noisy
        for layer in self.inner:
            maps = layer(maps)
        return noisy - self.noise(maps)


def build_residual_denoiser(depth=6, filters=32):
    return Residual(depth, filters)
