# One level and what is below it.
import keras

L = keras.layers


def build_vnet(input_shape, base=8, depth=2):
    def stage(x, added):
        c = added.shape[-1]
        y = L.Conv3D(c, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
        y = L.Conv3D(c, 3, padding="same", kernel_initializer=keras.initializers.HeNormal())(y)
        return L.Activation(keras.activations.relu)(L.add([y, added]))

    def level(x, left):
        x = stage(x, x)
        if not left:
            return x
        c = x.shape[-1]
        below = level(L.Conv3D(2 * c, 2, strides=2, padding="same", activation="relu")(x), left - 1)
        up = L.Conv3DTranspose(c, 2, strides=2, padding="same", activation="relu")(below)
        return stage(L.concatenate([x, up]), up)

    volume = keras.Input(shape=input_shape)
    maps = level(L.Conv3D(base, 1)(volume), depth)
    return keras.Model(inputs=volume, outputs=L.Activation("sigmoid")(L.Conv3D(1, 1)(maps)))
