# Convolution and activation in blocks.
import keras
from keras import layers


def block(filters):
    return keras.Sequential([layers.Conv2D(filters, 3, padding="same"), layers.Activation("relu")])


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, name in ((16, None), (code_channels, "encoded_layer")):
        model.add(block(filters))
        model.add(layers.MaxPooling2D(2, name=name))
        model.add(layers.BatchNormalization())
    for filters in (32, 16):
        model.add(block(filters))
        model.add(layers.UpSampling2D(2))
        model.add(layers.BatchNormalization())
    model.add(layers.Conv2D(input_shape[2], 3, padding="same", activation="sigmoid"))
    return model
