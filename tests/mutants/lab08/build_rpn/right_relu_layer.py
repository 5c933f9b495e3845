# ReLU as a layer of its own.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.Conv2D(channels, 3, padding="same")(x)
    h = layers.ReLU()(h)
    a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
    b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])
