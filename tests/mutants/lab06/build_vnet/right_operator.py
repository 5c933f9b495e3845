# The sum by an operator, activations as functions.
import keras
from keras import layers


def build_vnet(input_shape, base=8, depth=2):
    def stage(x, short, f):
        x = layers.Conv3D(f, 3, padding="same", kernel_initializer="he_normal", activation="relu")(x)
        x = layers.Conv3D(f, 3, padding="same", kernel_initializer="he_normal")(x)
        return layers.Activation("relu")(x + short)

    inputs = keras.Input(input_shape)
    x = layers.Conv3D(base, 1)(inputs)
    skips, f = [], base
    for _ in range(depth):
        x = stage(x, x, f)
        skips.append(x)
        f *= 2
        x = layers.ReLU()(layers.Conv3D(f, 2, 2)(x))
    x = stage(x, x, f)
    while skips:
        f //= 2
        up = layers.ReLU()(layers.Conv3DTranspose(f, 2, 2)(x))
        x = stage(layers.Concatenate()([skips.pop(), up]), up, f)
    return keras.Model(inputs, layers.Conv3D(1, 1, activation="sigmoid")(x))
