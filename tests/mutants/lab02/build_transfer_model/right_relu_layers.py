# ReLU and softmax are layers of their own.
import keras


def build_transfer_model(base, classes):
    base.trainable = False
    head = [keras.layers.Flatten(), keras.layers.Dense(128), keras.layers.ReLU()]
    last = [keras.layers.Dense(classes), keras.layers.Softmax()]
    return keras.Sequential([keras.Input(base.input_shape[1:]), base, *head, *last])
