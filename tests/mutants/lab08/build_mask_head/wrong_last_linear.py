# The last 3×3 convolution has no ReLU.
# hint: the last too; there is none
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for number in range(depth):
        inside = "relu" if number < depth - 1 else None
        h = layers.Conv2D(hidden, 3, padding="same", activation=inside)(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    return keras.Model(x, layers.Conv2D(classes, 1)(h))
