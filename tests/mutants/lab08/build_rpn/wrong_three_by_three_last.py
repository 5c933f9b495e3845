# The answers are 3×3 convolutions.
# hint: 1×1, not 3×3
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 3, padding="same", kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 3, padding="same", kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])
