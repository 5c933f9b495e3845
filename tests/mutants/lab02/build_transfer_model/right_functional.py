# A functional model, the base called in inference mode.
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    inputs = keras.Input(base.input_shape[1:])
    x = base(inputs, training=False)
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))
