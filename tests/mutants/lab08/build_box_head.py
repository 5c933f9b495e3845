# %% right activation_layer
# Activation layers, one of them named, and before the dense layer.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = layers.Dense(hidden)(layers.Reshape((size * size * channels,))(x))
    h = layers.Dense(hidden, activation=keras.activations.relu)(layers.Activation("relu")(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])

# %% right convolution
# The first hidden layer as a convolution over all bins.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = layers.Conv2D(hidden, size, activation="relu")(x)
    h = layers.Dense(hidden, activation="relu")(layers.Flatten()(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])

# %% right named
# With names, and a smaller start for the offsets.
import keras
from keras.initializers import RandomNormal
from keras.layers import Dense, Flatten


def build_box_head(classes, size=7, channels=256, hidden=1024):
    features = keras.Input(shape=(size, size, channels))
    vector = Flatten(name="flat")(features)
    vector = Dense(hidden, "relu", name="first")(vector)
    vector = Dense(hidden, "relu", name="second")(vector)
    logits = Dense(1 + classes, kernel_initializer=RandomNormal(stddev=0.01), name="classes")(vector)
    deltas = Dense(4 * classes, kernel_initializer=RandomNormal(stddev=0.001), name="deltas")(vector)
    return keras.Model(features, (logits, deltas))

# %% right relu_function
# ReLU as a function, the features reshaped.
import keras
from keras import layers, ops


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = ops.reshape(x, (-1, size * size * channels))
    for _ in range(2):
        h = ops.relu(layers.Dense(hidden)(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])

# %% right relu_layer
# ReLU as layers of its own.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = keras.Input((size, size, channels))
    h = layers.Flatten()(x)
    for _ in range(2):
        h = layers.ReLU()(layers.Dense(hidden)(h))
    logits = layers.Dense(classes + 1, kernel_initializer=near_zero())(h)
    offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
    return keras.Model(x, [logits, offsets])

# %% right sequential
# A sequential trunk.
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    x = inputs = layers.Input((size, size, channels))
    x = layers.Reshape((size * size * channels,))(x)
    for _ in range(2):
        x = layers.Dense(hidden, activation="relu", kernel_initializer="he_normal")(x)
    offsets = layers.Dense(classes * 4, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [layers.Dense(classes + 1, kernel_initializer=near_zero())(x), offsets])

# %% wrong averaged
# Averages over the bins.
# hint: not averaged
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.GlobalAveragePooling2D()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong background_offsets
# Background has offsets too.
# hint: needs no offsets
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * (classes + 1), kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong dropout
# Dropout in between.
# hint: no dropout
# of: relu_layer
-         h = layers.ReLU()(layers.Dense(hidden)(h))
+         h = layers.Dropout(0.5)(layers.Dense(hidden, activation="relu")(h))

# %% wrong first_hidden
# The offsets read the first hidden layer.
# hint: not the first
# of: activation_layer
-     h = layers.Dense(hidden)(layers.Reshape((size * size * channels,))(x))
-     h = layers.Dense(hidden, activation=keras.activations.relu)(layers.Activation("relu")(h))
+     first = layers.Dense(hidden, activation="relu")(layers.Flatten()(x))
+     h = layers.Dense(hidden, activation="relu")(first)

-     offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(h)
+     offsets = layers.Dense(4 * classes, kernel_initializer=near_zero())(first)

# %% wrong first_linear
# The first hidden layer has no ReLU.
# hint: the first too; there is none
# of: activation_layer
-     h = layers.Dense(hidden)(layers.Reshape((size * size * channels,))(x))
-     h = layers.Dense(hidden, activation=keras.activations.relu)(layers.Activation("relu")(h))
+     h = layers.Dense(hidden)(layers.Flatten()(x))
+     h = layers.Dense(hidden, activation="relu")(h)

# %% wrong four_offsets
# Four offsets for all classes.
# hint: for each class
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong gelu
# GELU.
# hint: yours has gelu
# of: relu_layer
-         h = layers.ReLU()(layers.Dense(hidden)(h))
+         h = layers.Dense(hidden, activation="gelu")(h)

# %% wrong large_start
# Keras' own initializer.
# hint: start near zero
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1)(x)
    boxes = layers.Dense(4 * classes)(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong leaky
# Leaky ReLU.
# hint: yours is leaky
# of: relu_layer
-         h = layers.ReLU()(layers.Dense(hidden)(h))
+         h = layers.LeakyReLU()(layers.Dense(hidden)(h))

# %% wrong linear
# No ReLU.
# hint: have ReLU
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden)(x)
    x = layers.Dense(hidden)(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong no_background
# No logit for background.
# hint: classes + 1
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong one_after_other
# The offsets read the logits.
# hint: side by side
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(scores)
    return keras.Model(inputs, [scores, boxes])

# %% wrong one_hidden
# One hidden layer.
# hint: two hidden layers
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong relu_at_the_end
# ReLU after the offsets.
# hint: these offsets have relu
# of: relu_layer
-         h = layers.ReLU()(layers.Dense(hidden)(h))
+         h = layers.Dense(hidden, activation="relu")(h)

-     return keras.Model(x, [logits, offsets])
+     return keras.Model(x, [logits, layers.ReLU()(offsets)])

# %% wrong second_linear
# The second hidden layer has no ReLU.
# hint: the second too; there is none
# of: activation_layer
-     h = layers.Dense(hidden)(layers.Reshape((size * size * channels,))(x))
-     h = layers.Dense(hidden, activation=keras.activations.relu)(layers.Activation("relu")(h))
+     h = layers.Dense(hidden, activation="relu")(layers.Flatten()(x))
+     h = layers.Dense(hidden)(h)

# %% wrong sigmoid_layer
# A sigmoid after the logits, as a layer of its own.
# hint: these logits have sigmoid
# of: relu_layer
-         h = layers.ReLU()(layers.Dense(hidden)(h))
+         h = layers.Dense(hidden, activation="relu")(h)

-     return keras.Model(x, [logits, offsets])
+     return keras.Model(x, [layers.Activation("sigmoid")(logits), offsets])

# %% wrong size_fixed
# Features of one size.
# hint: are arguments
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((7, 7, 256))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong softmax
# A softmax at the end.
# hint: no activation
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, activation="softmax", kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [scores, boxes])

# %% wrong swapped
# Offsets first.
# hint: logits first
import keras
from keras import layers


def near_zero():
    return keras.initializers.RandomNormal(stddev=0.01)


def build_box_head(classes, size=7, channels=256, hidden=1024):
    inputs = keras.Input((size, size, channels))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden, activation="relu")(x)
    x = layers.Dense(hidden, activation="relu")(x)
    scores = layers.Dense(classes + 1, kernel_initializer=near_zero())(x)
    boxes = layers.Dense(4 * classes, kernel_initializer=near_zero())(x)
    return keras.Model(inputs, [boxes, scores])
