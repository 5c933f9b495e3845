# %% right dense
# The 1×1 convolutions as dense layers of the channels, which compute the same.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    a = layers.Dense(anchors, kernel_initializer=near_zero())(h)
    b = layers.Dense(4 * anchors, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])

# %% right named
# With names and an initializer of its own.
from keras import Input, Model
from keras.initializers import RandomNormal
from keras.layers import Conv2D


def build_rpn(channels=512, anchors=9):
    maps = Input((None, None, channels), name="maps")
    shared = Conv2D(channels, 3, padding="same", activation="relu", kernel_initializer="he_normal", name="shared")(maps)
    heads = [
        Conv2D(count, 1, kernel_initializer=RandomNormal(0.0, 0.01), name=name)(shared)
        for name, count in (("objectness", anchors), ("deltas", 4 * anchors))
    ]
    return Model(maps, heads, name="rpn")

# %% right relu_function
# The map is padded by a layer, ReLU is a function of keras.ops.
import keras
from keras import layers, ops


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.ZeroPadding2D(1)(x)
    h = ops.relu(layers.Conv2D(channels, 3)(h))
    a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
    b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])

# %% right relu_layer
# ReLU as a layer of its own.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    x = keras.Input((None, None, channels))
    h = layers.Conv2D(channels, 3, padding="same")(x)
    h = layers.ReLU()(h)
    a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
    b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
    return keras.Model(x, [a, b])

# %% right separate_relu
# ReLU as a layer's argument by function, offsets built first, outputs in a tuple.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    maps = layers.Input(shape=(None, None, channels))
    hidden = layers.Conv2D(channels, (3, 3), padding="same", activation=keras.ops.relu)(maps)
    offsets = layers.Conv2D(anchors * 4, (1, 1), kernel_initializer=near_zero(), name="offsets")(hidden)
    logits = layers.Conv2D(anchors, (1, 1), kernel_initializer=near_zero(), name="logits")(hidden)
    return keras.Model(inputs=maps, outputs=(logits, offsets))

# %% wrong dict
# Returns a dict of outputs.
# hint: a list of two outputs
# of: dense
-     a = layers.Dense(anchors, kernel_initializer=near_zero())(h)
-     b = layers.Dense(4 * anchors, kernel_initializer=near_zero())(h)
-     return keras.Model(x, [a, b])
+     a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
+     b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
+     return keras.Model(x, {"logits": a, "offsets": b})

# %% wrong fixed_channels
# Always 512 channels inside.
# hint: do not fix
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(512, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong fixed_size
# Maps of one size only.
# hint: any size
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((14, 14, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong four_offsets
# Four offsets a cell.
# hint: for each anchor
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong large_start
# Starts with Keras' own initializer.
# hint: start near zero
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1)(x)
    boxes = layers.Conv2D(4 * anchors, 1)(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong no_bias
# Without biases.
# hint: biases are missing
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu", use_bias=False)(inputs)
    scores = layers.Conv2D(anchors, 1, use_bias=False, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, use_bias=False, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong no_relu
# No ReLU in between.
# hint: ReLU follows
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong not_shared
# Each answer has a 3×3 convolution of its own.
# hint: share the 3×3
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong offsets_of_input
# The offsets read the map itself, not the shared convolution.
# hint: the offsets read the 3×3 convolution
# of: dense
-     a = layers.Dense(anchors, kernel_initializer=near_zero())(h)
-     b = layers.Dense(4 * anchors, kernel_initializer=near_zero())(h)
+     a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
+     b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)

# %% wrong one_by_one_first
# The first convolution is 1×1.
# hint: 3×3, not 1×1
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 1, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong sigmoid
# A sigmoid at the end.
# hint: no activation
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, activation="sigmoid", kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong sigmoid_layer
# A sigmoid after the logits, as a layer of its own.
# hint: these logits have sigmoid
# of: dense
-     a = layers.Dense(anchors, kernel_initializer=near_zero())(h)
-     b = layers.Dense(4 * anchors, kernel_initializer=near_zero())(h)
-     return keras.Model(x, [a, b])
+     a = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(h)
+     b = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(h)
+     return keras.Model(x, [layers.Activation("sigmoid")(a), b])

# %% wrong swapped
# Offsets first.
# hint: logits first
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [boxes, scores])

# %% wrong three_by_three_last
# The answers are 3×3 convolutions.
# hint: 1×1, not 3×3
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 3, padding="same", kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 3, padding="same", kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong two_logits
# Two logits an anchor, object and background.
# hint: one is enough
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(2 * anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong unpadded
# The map shrinks.
# hint: padding 'same'
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer=near_zero())(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong zeros
# Starts at zero.
# hint: near zero is not zero
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_rpn(channels=512, anchors=9):
    inputs = keras.Input((None, None, channels))
    x = layers.Conv2D(channels, 3, padding="same", activation="relu")(inputs)
    scores = layers.Conv2D(anchors, 1, kernel_initializer="zeros")(x)
    boxes = layers.Conv2D(4 * anchors, 1, kernel_initializer="zeros")(x)
    return keras.Model(inputs, [scores, boxes])
