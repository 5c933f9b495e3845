# %% right added_one_by_one
# Layers added one by one.
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    model = keras.Sequential()
    model.add(keras.Input(base.input_shape[1:]))
    model.add(base)
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model

# %% right functional
# A functional model, the base called in inference mode.
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    inputs = keras.Input(base.input_shape[1:])
    x = base(inputs, training=False)
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))

# %% right layer_by_layer
# Frozen layer by layer, as the lecture does it.
import keras
from keras import layers


def build_transfer_model(base, classes):
    for layer in base.layers:
        layer.trainable = False
    model = keras.Sequential()
    model.add(keras.Input(base.input_shape[1:]))
    model.add(base)
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model

# %% right relu_layers
# ReLU and softmax are layers of their own.
import keras


def build_transfer_model(base, classes):
    base.trainable = False
    head = [keras.layers.Flatten(), keras.layers.Dense(128), keras.layers.ReLU()]
    last = [keras.layers.Dense(classes), keras.layers.Softmax()]
    return keras.Sequential([keras.Input(base.input_shape[1:]), base, *head, *last])

# %% wrong all_frozen
# Everything is frozen.
# hint: head too
# of: added_one_by_one
-     model.add(layers.Dense(classes, activation="softmax"))
+     model.add(layers.Dense(classes, activation="softmax"))
+     model.trainable = False

# %% wrong dropout
# Dropout in the head.
# hint: no dropout
import keras


def build_transfer_model(base, classes):
    base.trainable = False
    head = [keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dropout(0.5)]
    last = keras.layers.Dense(classes, activation="softmax")
    return keras.Sequential([keras.Input(base.input_shape[1:]), base, *head, last])

# %% wrong fresh_copy
# A new network of the same shape.
# hint: trained weights are lost
# of: added_one_by_one
-     model.add(base)
+     copy = keras.models.clone_model(base)
+     copy.trainable = False
+     model.add(copy)

# %% wrong global_pooling
# Global pooling in place of Flatten.
# hint: global pooling
# of: added_one_by_one
-     model.add(layers.Flatten())
+     model.add(layers.GlobalAveragePooling2D())

# %% wrong head_only
# The head without the base.
# hint: base is missing
# of: added_one_by_one
-     model.add(keras.Input(base.input_shape[1:]))
-     model.add(base)
+     model.add(keras.Input(base.output_shape[1:]))

# %% wrong no_hidden
# No hidden dense layer.
# hint: 128 units is missing
# of: added_one_by_one
-     model.add(layers.Dense(128, activation="relu"))

# %% wrong no_relu
# The hidden layer is linear.
# hint: wrong head
# of: added_one_by_one
-     model.add(layers.Dense(128, activation="relu"))
+     model.add(layers.Dense(128))

# %% wrong not_frozen
# The base is trained too.
# hint: not frozen
# of: added_one_by_one
-     base.trainable = False

# %% wrong on_its_output
# Goes on from the base's own output: its layers are merged in, and nothing is left to unfreeze as a whole.
# hint: the base must be one layer of your model
import keras
from keras import layers


def build_transfer_model(base, classes):
    base.trainable = False
    x = layers.Flatten()(base.output)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(base.input, layers.Dense(classes, activation="softmax")(x))

# %% wrong sigmoid
# Sigmoid at the end.
# hint: wrong head
# of: added_one_by_one
-     model.add(layers.Dense(classes, activation="softmax"))
+     model.add(layers.Dense(classes, activation="sigmoid"))

# %% wrong ten_classes
# Always ten classes.
# hint: one unit per class
# of: added_one_by_one
-     model.add(layers.Dense(classes, activation="softmax"))
+     model.add(layers.Dense(10, activation="softmax"))
