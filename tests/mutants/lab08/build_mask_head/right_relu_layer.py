# ReLU as layers of its own.
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
    h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
    return keras.Model(x, layers.Conv2D(classes, 1)(h))
