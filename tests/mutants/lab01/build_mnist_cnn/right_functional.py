# The functional way, with activations as layers of their own.
import keras


def build_mnist_cnn():
    inputs = keras.Input(shape=(28, 28, 1), name="digit")
    x = inputs
    for filters in [32, 64]:
        x = keras.layers.Conv2D(filters, kernel_size=3, padding="valid")(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPool2D()(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Activation("relu")(keras.layers.Dense(128)(x))
    outputs = keras.layers.Softmax()(keras.layers.Dense(10)(x))
    return keras.Model(inputs, outputs)
