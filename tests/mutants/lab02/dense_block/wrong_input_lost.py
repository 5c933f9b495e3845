# The input is not kept.
# hint: are kept
import keras
from keras import layers


def dense_block(input_shape, depth, growth):
    inputs = keras.Input(input_shape)
    x = inputs
    for _ in range(depth):
        y = layers.BatchNormalization()(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(y)
        x = layers.Concatenate()([x, y])
    return keras.Model(
        inputs, layers.Lambda(lambda m: m[..., input_shape[-1] :], output_shape=(*input_shape[:2], depth * growth))(x)
    )
