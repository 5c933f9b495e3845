# Padded by a layer, ReLU as a function, the last layer dense.
import keras
from keras import layers, ops


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = ops.relu(layers.Conv2D(hidden, 3)(layers.ZeroPadding2D(1)(h)))
    h = ops.maximum(layers.Conv2DTranspose(hidden, 2, strides=2, padding="same")(h), 0)
    return keras.Model(x, layers.Dense(classes)(h))
