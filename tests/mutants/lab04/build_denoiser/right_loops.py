# By two loops, poolings padded as in the lecture's listing.
import keras
from keras import layers


def _convolution(filters, activation="relu"):
    return layers.Conv2D(filters, (3, 3), padding="same", activation=activation)


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    model = keras.Sequential([layers.Input(input_shape)])
    for filters, name in ((16, None), (code_channels, "encoded_layer")):
        model.add(_convolution(filters))
        model.add(layers.MaxPool2D((2, 2), padding="same", name=name))
        model.add(layers.BatchNormalization())
    for filters in (32, 16):
        model.add(_convolution(filters))
        model.add(layers.UpSampling2D((2, 2), interpolation="nearest"))
        model.add(layers.BatchNormalization())
    model.add(_convolution(input_shape[2], "sigmoid"))
    return model
