# The functional way, activations as layers of their own.
import keras
from keras import layers


def block(x, filters, kernel, strides=1):
    x = layers.Conv2D(filters, kernel, strides, "same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def build_audio_cnn(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    x = layers.MaxPool2D((2, 2))(block(inputs, 16, (5, 5), 2))
    x = layers.MaxPool2D((2, 2))(block(x, 32, (3, 3)))
    x = block(block(x, 64, (3, 3)), 64, (3, 5))
    x = layers.Dropout(0.3)(layers.GlobalMaxPooling2D()(x))
    return keras.Model(inputs, layers.Softmax()(layers.Dense(classes)(x)))
