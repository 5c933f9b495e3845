# Clones the convolutional part, then adds convolutions for the dense layers.
import keras
import numpy as np
from keras import layers


def convolutionalize(model):
    names = [type(layer).__name__ for layer in model.layers]
    cut = names.index("Flatten")
    inputs = keras.Input((None, None, model.input_shape[-1]))
    x = inputs
    for layer in model.layers[:cut]:
        config = layer.get_config()
        config.pop("name")
        new = type(layer)(
            **{key: value for key, value in config.items() if key not in ("trainable", "dtype", "build_config")}
        )
        x = new(x)
        for mine, theirs in zip(new.weights, layer.weights):
            mine.assign(np.array(theirs))
    _, height, width, channels = model.layers[cut].input.shape
    for number, layer in enumerate(model.layers[cut + 1 :]):
        size = (height, width) if number == 0 else 1
        new = layers.Conv2D(layer.units, size, use_bias=layer.use_bias)
        x = new(x)
        new.kernel.assign(np.array(layer.kernel).reshape(tuple(new.kernel.shape)))
        if layer.use_bias:
            new.bias.assign(layer.bias)
        x = layers.Activation(layer.activation)(x)
    return keras.Model(inputs, x)
