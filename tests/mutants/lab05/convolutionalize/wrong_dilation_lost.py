# The convolutions lose their dilation.
# hint: dilation_rate=(2, 2) of a Conv2D became (1, 1)
import keras
from keras import layers


def convolutionalize(model):
    inputs = x = keras.Input((None, None, model.input_shape[-1]))
    size = None
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            new = layers.Conv2D(
                layer.filters,
                layer.kernel_size,
                strides=layer.strides,
                activation=layer.activation,
                use_bias=layer.use_bias,
            )
            x = new(x)
            new.set_weights(layer.get_weights())
        elif isinstance(layer, layers.MaxPooling2D):
            x = layers.MaxPooling2D.from_config(layer.get_config())(x)
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
