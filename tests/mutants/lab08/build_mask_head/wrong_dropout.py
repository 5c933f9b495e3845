# Dropout before the last layer.
# hint: no dropout
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.Conv2D(hidden, 3, padding="same", activation="relu")(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    h = layers.SpatialDropout2D(0.2)(h)
    return keras.Model(x, layers.Conv2D(classes, 1)(h))
