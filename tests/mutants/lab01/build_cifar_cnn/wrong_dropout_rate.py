# Dropout is 0.5 everywhere.
# hint: another rate
import keras
from keras import layers


def build_cifar_cnn():
    inputs = keras.Input((32, 32, 3))
    x = inputs
    for filters in (48, 96, 192):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.5)(x)
    x = layers.Flatten()(x)
    for units in (512, 256):
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
