# Features and classifier are models of their own, one after the other.
import keras
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D


def build_mnist_cnn():
    features = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            Conv2D(32, 3, activation=keras.activations.relu),
            MaxPooling2D(pool_size=2, strides=2),
            Conv2D(64, 3, activation=keras.activations.relu),
            MaxPooling2D(pool_size=2, strides=2),
            Flatten(),
        ],
        name="features",
    )
    classifier = keras.Sequential(
        [keras.Input((1600,)), Dense(128, activation="relu"), Dense(10, activation="softmax")], name="classifier"
    )
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, classifier(features(inputs)))
