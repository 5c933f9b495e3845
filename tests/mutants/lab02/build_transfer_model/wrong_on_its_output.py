# Goes on from the base's own output: its layers are merged in, and nothing is left to unfreeze as a whole.
# hint: the base must be one layer of your model
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    x = layers.Flatten()(base.output)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(base.input, layers.Dense(classes, activation="softmax")(x))
