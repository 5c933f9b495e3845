# A sigmoid after the logits, as a layer of its own.
# hint: these logits have sigmoid
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = layers.Flatten()(x)
    for _ in range(2):
        h = layers.Dense(hidden, activation="relu")(h)
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [layers.Activation("sigmoid")(logits), offsets])
