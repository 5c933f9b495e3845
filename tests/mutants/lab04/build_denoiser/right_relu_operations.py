# ReLU as an operation.
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    x = keras.ops.relu(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(code_channels, 3, padding="same")(x)
    x = keras.ops.relu(x)
    code = layers.MaxPooling2D(2, name="encoded_layer")(x)
    x = layers.BatchNormalization()(code)
    x = layers.Conv2D(32, 3, padding="same")(x)
    x = keras.ops.relu(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(16, 3, padding="same")(x)
    x = keras.ops.relu(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, outputs)
