# %% right clone_first
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

# %% right sequential
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

# %% right twin
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

# %% wrong activation_lost
# Forgets the activations of the dense layers.
# hint: activations of the dense layers are lost
# of: solution
-             convolution = layers.Conv2D(
-                 layer.units, window, activation=layer.activation, use_bias=layer.use_bias
-             )
+             convolution = layers.Conv2D(layer.units, window, use_bias=layer.use_bias)

# %% wrong activations_assumed
# Activations are assumed, not copied.
# hint: the weights are right, but an activation is not
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
            x = layers.MaxPooling2D.from_config(layer.get_config())(x)
        elif isinstance(layer, layers.Flatten):
            size = layer.input.shape[1:3]
        else:
            activation = "softmax" if layer is model.layers[-1] else "relu"
            new = layers.Conv2D(layer.units, size or 1, activation=activation, use_bias=layer.use_bias)
            x = new(x)
            kernel, *bias = layer.get_weights()
            new.set_weights([kernel.reshape(new.kernel.shape), *bias])
            size = (1, 1)
    return keras.Model(inputs, x)

# %% wrong bias_lost
# Forgets the biases of the dense layers.
# hint: biases of the dense layers are lost
# of: solution
-             convolution = layers.Conv2D(
-                 layer.units, window, activation=layer.activation, use_bias=layer.use_bias
-             )
+             convolution = layers.Conv2D(layer.units, window, activation=layer.activation, use_bias=False)

-             convolution.set_weights([kernel, *biases])
+             convolution.set_weights([kernel])

# %% wrong channels_first
# Takes the flattened map for channels first.
# hint: without moving axes
# of: solution
-             kernel = layer.get_weights()[0].reshape(convolution.kernel.shape)
+             h, w, c, units = convolution.kernel.shape
+             kernel = np.moveaxis(layer.get_weights()[0].reshape(c, h, w, units), 0, 2)

# %% wrong columns_first
# Takes the flattened map column by column.
# hint: rows come before columns
# of: solution
-             kernel = layer.get_weights()[0].reshape(convolution.kernel.shape)
+             h, w, c, units = convolution.kernel.shape
+             kernel = layer.get_weights()[0].reshape(w, h, c, units).swapaxes(0, 1)

# %% wrong convolutions_not_copied
# Leaves the weights of the convolutions random.
# hint: not those of the patch classifier
# of: solution
-             copy.set_weights(layer.get_weights())

# %% wrong dilation_lost
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

# %% wrong extra_bias
# Gives every convolution a bias.
# hint: did a bias appear
# of: solution
-             convolution = layers.Conv2D(
-                 layer.units, window, activation=layer.activation, use_bias=layer.use_bias
-             )
+             convolution = layers.Conv2D(layer.units, window, activation=layer.activation, use_bias=True)

-             convolution.set_weights([kernel, *biases])
+             convolution.set_weights([kernel, *(biases or [np.zeros(layer.units)])])

# %% wrong fixed_size
# Takes images of the patch's size only.
# hint: images of any size
# of: solution
-     inputs = maps = keras.Input((None, None, model.input_shape[-1]))
+     inputs = maps = keras.Input(model.input_shape[1:])

# %% wrong padded
# Pads the dense layer's convolution.
# hint: 1 × 1 map
# of: solution
-                 layer.units, window, activation=layer.activation, use_bias=layer.use_bias
+                 layer.units, window, activation=layer.activation, use_bias=layer.use_bias, padding="same"

# %% wrong pooling_of_two
# Every pooling is 2 × 2.
# hint: pool_size=(3, 3) of a MaxPooling2D became (2, 2)
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
            x = layers.MaxPooling2D(2)(x)
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

# %% wrong pooling_steps
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

# %% wrong shared_convolutions
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

# %% wrong strides_lost
# The convolutions lose stride and dilation.
# hint: make its copy with all its settings
import keras
from keras import layers


def convolutionalize(model):
    inputs = x = keras.Input((None, None, model.input_shape[-1]))
    size = None
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            new = layers.Conv2D(layer.filters, layer.kernel_size, activation=layer.activation, use_bias=layer.use_bias)
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

# %% wrong weights_not_copied
# Leaves the new layers' weights random.
# hint: not those of the patch classifier
# of: solution
-             convolution.set_weights([kernel, *biases])
