# %% right added_one_by_one
# Layers are added one by one.
import keras
from keras import layers


def build_mnist_cnn():
    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Conv2D(32, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(64, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model

# %% right functional
# The functional way, with activations as layers of their own.
import keras


def build_mnist_cnn():
    inputs = keras.Input(shape=(28, 28, 1), name="digit")
    x = inputs
    for filters in [32, 64]:
        x = keras.layers.Conv2D(filters, kernel_size=3, padding="valid")(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPool2D()(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Activation("relu")(keras.layers.Dense(128)(x))
    outputs = keras.layers.Softmax()(keras.layers.Dense(10)(x))
    return keras.Model(inputs, outputs)

# %% right nested
# Features and classifier are models of their own, one after the other.
import keras
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D


def build_mnist_cnn():
    features = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            Conv2D(32, 3, activation=keras.activations.relu),
            MaxPooling2D(pool_size=2, strides=2),
            Conv2D(64, 3, activation=keras.activations.relu),
            MaxPooling2D(pool_size=2, strides=2),
            Flatten(),
        ],
        name="features",
    )
    classifier = keras.Sequential(
        [keras.Input((1600,)), Dense(128, activation="relu"), Dense(10, activation="softmax")], name="classifier"
    )
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, classifier(features(inputs)))

# %% wrong 32_filters_twice
# The second convolution has 32 filters, like the first.
# hint: 64 filters
# of: added_one_by_one
-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(32, (3, 3), activation="relu"))

# %% wrong activation_missing
# The second convolution has no ReLU.
# hint: wrong activation
# of: added_one_by_one
-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(64, (3, 3), activation="linear"))

# %% wrong first_pooling_missing
# There is no pooling after the first convolution.
# hint: pooling is missing after the first
# of: added_one_by_one
-     model.add(layers.Conv2D(32, (3, 3), activation="relu"))
-     model.add(layers.MaxPooling2D((2, 2)))
+     model.add(layers.Conv2D(32, (3, 3), activation="relu"))
+

# %% wrong kernels_of_five
# The kernels are 5 × 5.
# hint: not 5×5
# of: added_one_by_one
-     model.add(layers.Conv2D(32, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(32, (5, 5), activation="relu"))

-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(64, (5, 5), activation="relu"))

# %% wrong no_bias
# The convolutions have no biases.
# hint: compare
# of: added_one_by_one
-     model.add(layers.Conv2D(32, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(32, (3, 3), activation="relu", use_bias=False))

-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(64, (3, 3), activation="relu", use_bias=False))

# %% wrong no_hidden_dense
# The dense layer of 128 units is left out.
# hint: 128 units is missing
# of: added_one_by_one
-     model.add(layers.Dense(128, activation="relu"))
+

# %% wrong no_input
# Never says what comes in, so nothing is built.
# hint: start it with keras.Input
# of: added_one_by_one
-     model.add(keras.Input((28, 28, 1)))

# %% wrong no_softmax
# The last layer has no softmax.
# hint: wrong activation
# of: added_one_by_one
-     model.add(layers.Dense(10, activation="softmax"))
+     model.add(layers.Dense(10))

# %% wrong not_returned
# The model is built and not returned.
# hint: must return a keras.Model
# of: added_one_by_one
-     return model

# %% wrong same_padding
# The convolutions are padded.
# hint: padding 'same'
# of: added_one_by_one
-     model.add(layers.Conv2D(32, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(32, (3, 3), activation="relu", padding="same"))

-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+     model.add(layers.Conv2D(64, (3, 3), activation="relu", padding="same"))

# %% wrong second_pooling_missing
# There is no pooling after the second convolution.
# hint: pooling is missing after the second
# of: added_one_by_one
-     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
-     model.add(layers.MaxPooling2D((2, 2)))
+     model.add(layers.Conv2D(64, (3, 3), activation="relu"))
+

# %% wrong sigmoid_at_the_end
# A sigmoid stands where the softmax belongs.
# hint: wrong activation
# of: added_one_by_one
-     model.add(layers.Dense(10, activation="softmax"))
+     model.add(layers.Dense(10, activation="sigmoid"))
