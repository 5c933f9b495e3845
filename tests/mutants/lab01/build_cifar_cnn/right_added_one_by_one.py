# Layers are added one by one, in a list.
import keras
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D


def build_cifar_cnn():
    stack = [keras.layers.InputLayer(shape=(32, 32, 3))]
    for filters in (48, 96, 192):
        stack += [Conv2D(filters, 3, 1, "same", activation="relu"), Conv2D(filters, 3, 1, "valid", activation="relu")]
        stack += [MaxPool2D(), Dropout(1 / 4)]
    stack += [Flatten(), Dense(512, "relu"), Dropout(1 / 2), Dense(256, "relu"), Dropout(1 / 2), Dense(10, "softmax")]
    return keras.Sequential(stack)
