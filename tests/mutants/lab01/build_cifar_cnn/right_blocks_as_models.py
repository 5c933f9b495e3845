# Each block is a small model; activations are layers.
import keras
from keras import layers


def block(filters):
    return keras.Sequential(
        [
            layers.Conv2D(filters, (3, 3), padding="same"),
            layers.Activation("relu"),
            layers.Conv2D(filters, (3, 3)),
            layers.Activation("relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Dropout(0.25),
        ]
    )


def build_cifar_cnn():
    inputs = keras.Input((32, 32, 3))
    x = block(192)(block(96)(block(48)(inputs)))
    x = layers.Flatten()(x)
    x = layers.Dropout(0.5)(layers.ReLU()(layers.Dense(512)(x)))
    x = layers.Dropout(0.5)(layers.ReLU()(layers.Dense(256)(x)))
    return keras.Model(inputs, layers.Softmax()(layers.Dense(10)(x)))
