# Poolings lose their strides.
# hint: strides=(2, 2) of a MaxPooling2D became (3, 3)
import keras
from keras import layers


def convolutionalize(model):
    inputs = x = keras.Input((None, None, model.input_shape[-1]))
    size = None
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            new = layers.Conv2D.from_config(layer.get_config())
            x = new(x)
            new.set_weights(layer.get_weights())
        elif isinstance(layer, layers.MaxPooling2D):
            x = layers.MaxPooling2D(layer.pool_size)(x)
        elif isinstance(layer, layers.Flatten):
            size = layer.input.shape[1:3]
        else:
            activation = layer.activation
            new = layers.Conv2D(layer.units, size or 1, activation=activation, use_bias=layer.use_bias)
            x = new(x)
            kernel, *bias = layer.get_weights()
            new.set_weights([kernel.reshape(new.kernel.shape), *bias])
            size = (1, 1)
    return keras.Model(inputs, x)
