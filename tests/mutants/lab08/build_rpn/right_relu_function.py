# The map is padded by a layer, ReLU is a function of keras.ops.
import keras
from keras import layers, ops


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.ZeroPadding2D(1)(x)
    h = ops.relu(layers.Conv2D(channels, 3)(h))
    a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
    b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])
