# ReLU as a layer's argument by function, offsets built first, outputs in a tuple.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    maps = layers.Input(shape=(None, None, channels))
    hidden = layers.Conv2D(channels, (3, 3), padding="same", activation=keras.ops.relu)(maps)
    offsets = layers.Conv2D(anchors * 4, (1, 1), kernel_initializer=near_zero(), name="offsets")(hidden)
    logits = layers.Conv2D(anchors, (1, 1), kernel_initializer=near_zero(), name="logits")(hidden)
    return keras.Model(inputs=maps, outputs=(logits, offsets))
