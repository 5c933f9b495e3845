# A Sequential, with the same functions.
import keras
from keras import layers


def convolutionalize(model):
    result = keras.Sequential([keras.Input((None, None, model.input_shape[-1]))])
    shape = None
    for layer in model.layers:
        name = type(layer).__name__
        if name == "Flatten":
            shape = tuple(layer.input.shape[1:])
        elif name == "Dense":
            if shape is None:
                shape = (1, 1, layer.kernel.shape[0])
            new = layers.Conv2D(
                layer.units, shape[:2], padding="valid", activation=layer.activation, use_bias=layer.use_bias
            )
            result.add(new)
            values = layer.get_weights()
            values[0] = values[0].reshape(*shape, layer.units)
            new.set_weights(values)
            shape = None
        else:
            new = type(layer).from_config(layer.get_config())
            result.add(new)
            new.set_weights(layer.get_weights())
    return result
