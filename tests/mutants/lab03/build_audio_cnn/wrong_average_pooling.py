# Pools by the average.
# hint: not the average
import keras
from keras import layers


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel, stride, pooled in ((16, 5, 2, 1), (32, 3, 1, 1), (64, 3, 1, 0), (64, (3, 5), 1, 0)):
        model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.ReLU())
        if pooled:
            model.add(layers.AveragePooling2D(2))
    for layer in (layers.GlobalMaxPooling2D(), layers.Dropout(0.3), layers.Dense(classes, activation="softmax")):
        model.add(layer)
    return model
