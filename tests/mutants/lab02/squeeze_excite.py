# %% right convolutions
# 1×1 convolutions in place of dense layers.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(inputs)
    gate = layers.Conv2D(channels // ratio, 1, activation="relu")(gate)
    gate = layers.Conv2D(channels, 1, activation="sigmoid")(gate)
    return keras.Model(inputs, layers.Multiply()([inputs, gate]))

# %% right multiply_layer
# The Multiply layer finds the missing axes by itself.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    inputs = keras.Input(input_shape)
    gates = layers.GlobalAveragePooling2D()(inputs)
    gates = layers.Dense(input_shape[-1] // ratio, activation="relu")(gates)
    gates = layers.Dense(input_shape[-1], activation="sigmoid")(gates)
    return keras.Model(inputs, layers.Multiply()([inputs, gates]))

# %% right operators
# With keras.ops and an operator.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gate = keras.ops.mean(inputs, axis=(1, 2))
    gate = layers.Dense(channels // ratio, activation="relu")(gate)
    gate = layers.Dense(channels, activation="sigmoid")(gate)
    gate = layers.Reshape((1, 1, channels))(gate)
    return keras.Model(inputs, inputs * gate)

# %% right reshaped
# The gate is reshaped.
import keras
from keras import layers


def squeeze_excite(input_shape, ratio=16):
    channels = input_shape[-1]
    inputs = keras.Input(input_shape)
    gate = layers.GlobalAveragePooling2D()(inputs)
    gate = layers.Dense(channels // ratio, activation="relu")(gate)
    gate = layers.Dense(channels, activation="sigmoid")(gate)
    gate = layers.Reshape((1, 1, channels))(gate)
    return keras.Model(inputs, layers.Multiply()([inputs, gate]))

# %% wrong added
# The gate is added.
# hint: added
# of: reshaped
-     return keras.Model(inputs, layers.Multiply()([inputs, gate]))
+     return keras.Model(inputs, layers.Add()([inputs, gate]))

# %% wrong flattened
# Flattens in place of averaging.
# hint: flattened
# of: reshaped
-     gate = layers.GlobalAveragePooling2D()(inputs)
+     gate = layers.Flatten()(inputs)

# %% wrong gate_returned
# Returns the gate.
# hint: keep their shape
# of: reshaped
-     return keras.Model(inputs, layers.Multiply()([inputs, gate]))
+     return keras.Model(inputs, gate)

# %% wrong gates_without_places
# Gates of shape (N, C) times maps.
# hint: keepdims=True
# of: multiply_layer
-     return keras.Model(inputs, layers.Multiply()([inputs, gates]))
+     return keras.Model(inputs, inputs * gates)

# %% wrong maximum
# Squeezes by the maximum.
# hint: maximum
# of: reshaped
-     gate = layers.GlobalAveragePooling2D()(inputs)
+     gate = layers.GlobalMaxPooling2D()(inputs)

# %% wrong no_biases
# No biases.
# hint: biases are missing
# of: reshaped
-     gate = layers.Dense(channels // ratio, activation="relu")(gate)
-     gate = layers.Dense(channels, activation="sigmoid")(gate)
+     gate = layers.Dense(channels // ratio, activation="relu", use_bias=False)(gate)
+     gate = layers.Dense(channels, activation="sigmoid", use_bias=False)(gate)

# %% wrong no_relu
# No ReLU in between.
# hint: ReLU between
# of: reshaped
-     gate = layers.Dense(channels // ratio, activation="relu")(gate)
+     gate = layers.Dense(channels // ratio)(gate)

# %% wrong no_sigmoid
# Scores in place of gates.
# hint: sigmoid is missing
# of: reshaped
-     gate = layers.Dense(channels, activation="sigmoid")(gate)
+     gate = layers.Dense(channels)(gate)

# %% wrong ratio_as_units
# The ratio is taken for the number of units.
# hint: divisor
# of: reshaped
-     gate = layers.Dense(channels // ratio, activation="relu")(gate)
+     gate = layers.Dense(ratio, activation="relu")(gate)

# %% wrong ratio_ignored
# No squeeze.
# hint: ratio is ignored
# of: reshaped
-     gate = layers.Dense(channels // ratio, activation="relu")(gate)
+     gate = layers.Dense(channels, activation="relu")(gate)

# %% wrong softmax
# Softmax in place of sigmoid.
# hint: softmax
# of: reshaped
-     gate = layers.Dense(channels, activation="sigmoid")(gate)
+     gate = layers.Dense(channels, activation="softmax")(gate)
