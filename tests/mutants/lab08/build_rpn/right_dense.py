# The 1×1 convolutions as dense layers of the channels, which compute the same.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    a = layers.Dense(anchors, kernel_initializer=near_zero())(h)
    b = layers.Dense(4 * anchors, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])
