# Puts the convolutions of the patch classifier themselves into the new network.
# hint: still those of `model`
import keras
from keras import layers


def convolutionalize(model):
    inputs = x = keras.Input((None, None, model.input_shape[-1]))
    size = None
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            x = layer(x)
        elif isinstance(layer, layers.MaxPooling2D):
            x = layers.MaxPooling2D.from_config(layer.get_config())(x)
        elif isinstance(layer, layers.Flatten):
            size = layer.input.shape[1:3]
        else:
            new = layers.Conv2D(layer.units, size or 1, activation=layer.activation, use_bias=layer.use_bias)
            x = new(x)
            kernel, *bias = layer.get_weights()
            new.set_weights([kernel.reshape(new.kernel.shape), *bias])
            size = (1, 1)
    return keras.Model(inputs, x)
