# ReLU as a function, the features reshaped.
import keras
from keras import layers, ops


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = ops.reshape(x, (-1, size * size * channels))
    for _ in range(2):
        h = ops.relu(layers.Dense(hidden)(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])
