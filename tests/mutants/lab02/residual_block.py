# %% right layers
# As in the solution.
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
        skip = layers.BatchNormalization()(skip)
    x = layers.Add()([x, skip])
    x = layers.Activation("relu")(x)
    return keras.Model(inputs, x)

# %% right named
# Every layer has a name.
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(name="inner_relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
        skip = layers.BatchNormalization()(skip)
    x = layers.Add(name="sum")([x, skip])
    x = layers.Activation("relu")(x)
    return keras.Model(inputs, x)

# %% right operations
# With operators and keras.ops.
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
        skip = layers.BatchNormalization()(skip)
    x = keras.ops.relu(skip + x)
    return keras.Model(inputs, x)

# %% wrong all_biases
# Biases everywhere.
# hint: use_bias=False
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=True)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=True)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=True)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))

# %% wrong always_projected
# A convolution in every shortcut.
# hint: where the input already fits
# of: layers
-     if stride > 1 or input_shape[-1] != filters:
+     if True:

# %% wrong biases
# The convolutions have biases.
# hint: biases
# of: layers
-     x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
+     x = layers.Conv2D(filters, 3, strides=stride, padding="same")(inputs)

-     x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
+     x = layers.Conv2D(filters, 3, padding="same")(x)

-         skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
+         skip = layers.Conv2D(filters, 1, strides=stride)(skip)

# %% wrong concatenated
# Concatenates.
# hint: side by side
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Concatenate()([x, shortcut])))

# %% wrong late_stride
# The stride is in the second convolution.
# hint: belongs to the first convolution
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))

# %% wrong multiplied
# The shortcut is multiplied.
# hint: multiplied
# of: layers
-     x = layers.Add()([x, skip])
+     x = layers.Multiply()([x, skip])

# %% wrong never_projected
# The shortcut is always the input.
# hint: where stride or channels change
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if False:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))

# %% wrong no_inner_relu
# No ReLU between the convolutions.
# hint: between the two convolutions
# of: layers
-     x = layers.BatchNormalization()(x)
-     x = layers.Activation("relu")(x)
+     x = layers.BatchNormalization()(x)

# %% wrong no_last_relu
# No ReLU at the end.
# hint: last ReLU is missing
# of: operations
-     x = keras.ops.relu(skip + x)
+     x = layers.Add()([x, skip])

# %% wrong no_norm
# No batch normalisation at all.
# hint: batch normalisation is missing
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    skip = inputs
    if stride > 1 or input_shape[-1] != filters:
        skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
    x = layers.Add()([x, skip])
    x = layers.Activation("relu")(x)
    return keras.Model(inputs, x)

# %% wrong no_norm_in_shortcut
# No batch normalisation in the shortcut.
# hint: followed by a batch normalisation too
# of: layers
-         skip = layers.BatchNormalization()(skip)

# %% wrong no_shortcut
# Nothing is added.
# hint: shortcut is missing
# of: layers
-     x = layers.Add()([x, skip])

# %% wrong norm_first
# Normalisation and ReLU before each convolution.
# hint: before its convolution
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(inputs))
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.Add()([x, shortcut]))

# %% wrong relu_before_addition
# ReLU before the addition in place of after it.
# hint: after the addition
# of: operations
-     x = keras.ops.relu(skip + x)
+     x = layers.Activation("relu")(x)
+     x = layers.Add()([x, skip])

# %% wrong relu_in_shortcut
# ReLU in the shortcut.
# hint: a ReLU in the shortcut
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, layers.ReLU()(shortcut)])))

# %% wrong relu_twice
# ReLU before the addition and after it.
# hint: one ReLU too many
# of: layers
-         skip = layers.BatchNormalization()(skip)
+         skip = layers.BatchNormalization()(skip)
+     x = layers.Activation("relu")(x)

# %% wrong returns_tensor
# Returns a tensor.
# hint: return keras.Model(inputs, outputs)
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return layers.ReLU()(layers.Add()([x, shortcut]))

# %% wrong shortcut_of_three
# A 3×3 convolution in the shortcut.
# hint: 1×1, not 3×3
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))

# %% wrong stride_forgotten
# The stride is ignored.
# hint: move by the stride
# of: layers
-     x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(inputs)
+     x = layers.Conv2D(filters, 3, strides=1, padding="same", use_bias=False)(inputs)

-         skip = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(skip)
+         skip = layers.Conv2D(filters, 1, strides=1, use_bias=False)(skip)

# %% wrong valid_padding
# No padding.
# hint: padding 'same' is missing
import keras
from keras import layers


def residual_block(input_shape, filters, stride=1):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(filters, 3, stride, padding="valid", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(filters, 3, padding="valid", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    shortcut = inputs
    if stride != 1 or filters != input_shape[-1]:
        shortcut = layers.Conv2D(filters, 1, stride, padding="same", use_bias=False)(inputs)
        shortcut = layers.BatchNormalization()(shortcut)
    return keras.Model(inputs, layers.ReLU()(layers.Add()([x, shortcut])))
