# Blocks that are models, ReLU as an operation.
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    def block(filters, kernel, stride, channels):
        return keras.Sequential(
            [
                keras.Input((None, None, channels)),
                layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False),
                layers.BatchNormalization(),
                layers.Activation("relu"),
            ]
        )

    return keras.Sequential(
        [
            keras.Input(input_shape),
            block(16, 5, 2, 1),
            layers.MaxPooling2D(),
            block(32, 3, 1, 16),
            layers.MaxPooling2D(),
            block(64, 3, 1, 32),
            block(64, (3, 5), 1, 64),
            layers.GlobalMaxPool2D(),
            layers.Dropout(0.3),
            layers.Dense(classes, activation="softmax"),
        ]
    )
