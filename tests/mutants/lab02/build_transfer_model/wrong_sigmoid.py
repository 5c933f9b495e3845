# Sigmoid at the end.
# hint: wrong head
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    model = keras.Sequential()
    model.add(keras.Input(base.input_shape[1:]))
    model.add(base)
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(classes, activation="sigmoid"))
    return model
