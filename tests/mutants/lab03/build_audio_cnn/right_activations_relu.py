# keras.activations.relu on tensors.
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    inputs = x = keras.Input(input_shape)
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        x = keras.activations.relu(layers.BatchNormalization()(x))
        if pooled:
            x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.3)(layers.GlobalMaxPool2D()(x))
    return keras.Model(inputs, layers.Dense(classes, activation=keras.activations.softmax)(x))
