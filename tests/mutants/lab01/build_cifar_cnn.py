# %% right added_one_by_one
# Layers are added one by one, in a list.
import keras
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D


def build_cifar_cnn():
    stack = [keras.layers.InputLayer(shape=(32, 32, 3))]
    for filters in (48, 96, 192):
        stack += [Conv2D(filters, 3, 1, "same", activation="relu"), Conv2D(filters, 3, 1, "valid", activation="relu")]
        stack += [MaxPool2D(), Dropout(1 / 4)]
    stack += [Flatten(), Dense(512, "relu"), Dropout(1 / 2), Dense(256, "relu"), Dropout(1 / 2), Dense(10, "softmax")]
    return keras.Sequential(stack)

# %% right blocks_as_models
# Each block is a small model; activations are layers.
import keras
from keras import layers


def block(filters):
    return keras.Sequential(
        [
            layers.Conv2D(filters, (3, 3), padding="same"),
            layers.Activation("relu"),
            layers.Conv2D(filters, (3, 3)),
            layers.Activation("relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Dropout(0.25),
        ]
    )


def build_cifar_cnn():
    inputs = keras.Input((32, 32, 3))
    x = block(192)(block(96)(block(48)(inputs)))
    x = layers.Flatten()(x)
    x = layers.Dropout(0.5)(layers.ReLU()(layers.Dense(512)(x)))
    x = layers.Dropout(0.5)(layers.ReLU()(layers.Dense(256)(x)))
    return keras.Model(inputs, layers.Softmax()(layers.Dense(10)(x)))

# %% right functional
# The functional way.
import keras
from keras import layers


def build_cifar_cnn():
    inputs = keras.Input((32, 32, 3))
    x = inputs
    for filters in (48, 96, 192):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.25)(x)
    x = layers.Flatten()(x)
    for units in (512, 256):
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))

# %% wrong 256_missing
# The dense layer of 256 units is left out.
# hint: 256 units is missing
# of: functional
-     for units in (512, 256):
+     for units in (512,):

# %% wrong 512_missing
# The dense layer of 512 units is left out.
# hint: 512 units is missing
# of: functional
-     for units in (512, 256):
+     for units in (256,):

# %% wrong all_same
# All convolutions are padded.
# hint: here all are 'same'
# of: functional
-         x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

# %% wrong dropout_rate
# Dropout is 0.5 everywhere.
# hint: another rate
# of: functional
-         x = layers.Dropout(0.25)(x)
+         x = layers.Dropout(0.5)(x)

# %% wrong linear_end
# The last layer gives scores instead of probabilities.
# hint: wrong activation
# of: functional
-     return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
+     return keras.Model(inputs, layers.Dense(10, activation="linear")(x))

# %% wrong no_dropout_after_dense
# There is no dropout after the dense layers.
# hint: missing dropout
# of: functional
-         x = layers.Dropout(0.5)(x)
+

# %% wrong no_dropout_after_pooling
# There is no dropout after the poolings.
# hint: missing dropout
# of: functional
-         x = layers.Dropout(0.25)(x)
+

# %% wrong none_padded
# No convolution is padded, so that nothing is left to pool at the end.
# hint: your code raised
import keras
from keras import layers


def build_cifar_cnn():
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for filters in (48, 96, 192):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D(3))
        model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    for units in (512, 256):
        model.add(layers.Dense(units, activation="relu"))
        model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model

# %% wrong tanh
# The first convolution of each block ends in tanh.
# hint: wrong activation
# of: functional
-         x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.Conv2D(filters, 3, padding="same", activation="tanh")(x)

# %% wrong valid_first
# The unpadded convolution comes first.
# hint: the first convolution is padded
# of: functional
-     for filters in (48, 96, 192):
+     for filters in (48, 96, 192):
+         x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)

-         x = layers.Conv2D(filters, 3, padding="valid", activation="relu")(x)
