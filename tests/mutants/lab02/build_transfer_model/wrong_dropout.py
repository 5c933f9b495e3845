# Dropout in the head.
# hint: no dropout
import keras


def build_transfer_model(base, classes):
    base.trainable = False
    head = [keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dropout(0.5)]
    last = keras.layers.Dense(classes, activation="softmax")
    return keras.Sequential([keras.Input(base.input_shape[1:]), base, *head, last])
