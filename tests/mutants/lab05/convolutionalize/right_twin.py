# Clones the whole classifier, and uses the layers of the clone.
import keras
from keras import layers


def convolutionalize(model):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    inputs = x = keras.Input((None, None, model.input_shape[-1]))
    size = None
    for layer in twin.layers:
        if isinstance(layer, layers.Flatten):
            size = layer.input.shape[1:3]
        elif isinstance(layer, layers.Dense):
            new = layers.Conv2D(layer.units, size or 1, activation=layer.activation, use_bias=layer.use_bias)
            x = new(x)
            kernel, *bias = layer.get_weights()
            new.set_weights([kernel.reshape(new.kernel.shape), *bias])
            size = None
        else:
            x = layer(x)
    return keras.Model(inputs, x)
