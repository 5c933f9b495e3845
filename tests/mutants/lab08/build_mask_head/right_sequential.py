# A sequential model.
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    model = keras.Sequential([keras.Input((size, size, channels))])
    for _ in range(depth):
        model.add(layers.Conv2D(hidden, (3, 3), padding="same", activation="relu"))
    model.add(layers.Conv2DTranspose(hidden, (2, 2), strides=(2, 2), padding="same", activation="relu"))
    model.add(layers.Conv2D(classes, (1, 1)))
    return model
