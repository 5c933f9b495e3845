# Gives every convolution a bias.
# hint: did a bias appear
import keras
import numpy as np
from keras import layers


def convolutionalize(model):
    inputs = maps = keras.Input((None, None, model.input_shape[-1]))
    window = model.input_shape[1:3]
    for layer in model.layers:
        if isinstance(layer, layers.Flatten):
            window = layer.input.shape[1:3]
        elif isinstance(layer, layers.Dense):
            convolution = layers.Conv2D(layer.units, window, activation=layer.activation, use_bias=True)
            maps = convolution(maps)
            _, *biases = layer.get_weights()
            kernel = layer.get_weights()[0].reshape(convolution.kernel.shape)
            convolution.set_weights([kernel, *(biases or [np.zeros(layer.units)])])
            window = (1, 1)
        else:
            copy = layer.__class__.from_config(layer.get_config())
            maps = copy(maps)
            copy.set_weights(layer.get_weights())
    return keras.Model(inputs, maps)
