# Goes on from the base's own output.
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    x = layers.Flatten()(base.output)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(base.input, layers.Dense(classes, activation="softmax")(x))
