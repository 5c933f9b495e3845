# An encoder and a decoder, models within the model.
# hint: not of a model inside it
import keras
from keras import layers


def build_denoiser(input_shape=(32, 32, 3), code_channels=32):
    settings = {"padding": "same", "activation": "relu"}
    encoder = keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(16, 3, **settings),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(code_channels, 3, **settings),
            layers.MaxPooling2D(2, name="encoded_layer"),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input(encoder.output_shape[1:]),
            layers.BatchNormalization(),
            layers.Conv2D(32, 3, **settings),
            layers.UpSampling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(16, 3, **settings),
            layers.UpSampling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(input_shape[-1], 3, padding="same", activation="sigmoid"),
        ]
    )
    return keras.Sequential([keras.Input(input_shape), encoder, decoder])
