# A mask for background too.
# hint: no mask for background
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes + 1, 1)(x)
    return keras.Model(inputs, x)
