# %% right activation_layers
# Activation layers.
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = x = Input(input_shape)
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", name=f"block{b}_conv{n}")(x)
            x = layers.Activation("relu")(x)
        x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Activation("softmax")(layers.Dense(classes, name="predictions")(x))
    return Model(inputs, x)

# %% right functional
# As a functional model.
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = Input(input_shape)
    x = inputs
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
        x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return Model(inputs, x)

# %% right relu_layers
# ReLU and softmax are layers of their own.
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = x = Input(input_shape)
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", name=f"block{b}_conv{n}")(x)
            x = layers.ReLU()(x)
        x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Softmax()(layers.Dense(classes, name="predictions")(x))
    return Model(inputs, x)

# %% right sequential
# As a sequential model.
from keras import Input, Sequential, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    model = Sequential([Input(input_shape)])
    for b, (filters, count) in enumerate(blocks):
        for n in range(count):
            model.add(
                layers.Conv2D(filters, (3, 3), padding="same", activation="relu", name=f"block{b + 1}_conv{n + 1}")
            )
        model.add(layers.MaxPooling2D((2, 2), strides=2, name=f"block{b + 1}_pool"))
    if include_top:
        model.add(layers.Flatten())
        model.add(layers.Dense(4096, activation="relu", name="fc1"))
        model.add(layers.Dense(4096, activation="relu", name="fc2"))
        model.add(layers.Dense(classes, activation="softmax", name="predictions"))
    return model

# %% wrong always_top
# The top is always there.
# hint: include_top is ignored
# of: functional
-     if include_top:
+     if True:

# %% wrong average_pooling
# Average pooling: Keras' layers are there, but not the pooling asked for.
# hint: not the average
# of: functional
-         x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
+         x = layers.AveragePooling2D(2, name=f"block{b}_pool")(x)

# %% wrong average_with_names
# Averages, under the right names.
# hint: not the average
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
+     inputs = x = Input(input_shape)

-         x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
+         x = layers.AveragePooling2D(2, name=f"block{b}_pool")(x)

# %% wrong blocks_fixed
# Always VGG16's blocks.
# hint: is `blocks` read
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
-     for b, (filters, count) in enumerate(blocks, 1):
+     inputs = x = Input(input_shape)
+     for b, (filters, count) in enumerate(VGG16_BLOCKS, 1):

# %% wrong blocks_ignored
# The list of blocks is fixed.
# hint: `blocks` is ignored
# of: functional
-     for b, (filters, count) in enumerate(blocks, 1):
+     for b, (filters, count) in enumerate(VGG16_BLOCKS[: len(blocks)], 1):

# %% wrong flattened_without_top
# Flattens even without top.
# hint: not flattened
# of: functional
-         x = layers.Dense(classes, activation="softmax", name="predictions")(x)
+         x = layers.Dense(classes, activation="softmax", name="predictions")(x)
+     else:
+         x = layers.Flatten()(x)

# %% wrong global_pooling
# Averages each map before the dense layers.
# hint: global pooling
# of: functional
-         x = layers.Flatten()(x)
+         x = layers.GlobalAveragePooling2D()(x)

# %% wrong kernels_of_five
# 5×5 kernels.
# hint: layer by layer
# of: functional
-             x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
+             x = layers.Conv2D(filters, 5, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)

# %% wrong linear_end
# Scores instead of probabilities.
# hint: wrong activation
# of: functional
-         x = layers.Dense(classes, activation="softmax", name="predictions")(x)
+         x = layers.Dense(classes, activation="linear", name="predictions")(x)

# %% wrong names
# Keras' own names are left.
# hint: names:
# of: functional
-             x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
-         x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
+             x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
+         x = layers.MaxPooling2D()(x)

# %% wrong no_biases
# No biases.
# hint: biases are missing
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = x = Input(input_shape)
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", use_bias=False, name=f"block{b}_conv{n}")(
                x
            )
        x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", use_bias=False, name="fc1")(x)
        x = layers.Dense(4096, activation="relu", use_bias=False, name="fc2")(x)
        x = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return Model(inputs, x)

# %% wrong no_flatten
# Forgets to flatten.
# hint: Flatten is missing
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
+     inputs = x = Input(input_shape)

-         x = layers.Flatten()(x)
+         x = x

# %% wrong no_relu
# Convolutions without ReLU.
# hint: wrong activation
# of: functional
-             x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
+             x = layers.Conv2D(filters, 3, padding="same", name=f"block{b}_conv{n}")(x)

# %% wrong one_dense
# One hidden dense layer only.
# hint: second dense layer
# of: functional
-         x = layers.Dense(4096, activation="relu", name="fc2")(x)

# %% wrong padding_forgotten
# Forgets the padding.
# hint: padding 'same' is missing
# of: activation_layers
-             x = layers.Conv2D(filters, 3, padding="same", name=f"block{b}_conv{n}")(x)
-             x = layers.Activation("relu")(x)
+             x = layers.Conv2D(filters, 3, padding="valid", activation="relu", name=f"block{b}_conv{n}")(x)

-         x = layers.Activation("softmax")(layers.Dense(classes, name="predictions")(x))
+         x = layers.Dense(classes, activation="softmax", name="predictions")(x)

# %% wrong pooling_padded
# Pads the poolings.
# hint: rounds an odd size down
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
+     inputs = x = Input(input_shape)

-         x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
+         x = layers.MaxPooling2D(name=f"block{b}_pool", padding="same")(x)

# %% wrong relu_on_predictions
# ReLU before the softmax.
# hint: wrong activation
# of: activation_layers
-             x = layers.Conv2D(filters, 3, padding="same", name=f"block{b}_conv{n}")(x)
-             x = layers.Activation("relu")(x)
+             x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)

-         x = layers.Activation("softmax")(layers.Dense(classes, name="predictions")(x))
+         x = layers.Softmax()(layers.Dense(classes, activation="relu", name="predictions")(x))

# %% wrong shape_ignored
# The input shape is fixed.
# hint: input_shape is ignored
# of: functional
-     inputs = Input(input_shape)
+     inputs = Input((224, 224, 3))

# %% wrong size_fixed
# Always 224 pixels.
# hint: input_shape is ignored
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
+     inputs = x = Input((224, 224, input_shape[-1]))

# %% wrong swapped
# Takes filters for the number of convolutions.
# hint: filters and number are swapped
# of: functional
-     inputs = Input(input_shape)
-     x = inputs
-     for b, (filters, count) in enumerate(blocks, 1):
+     inputs = x = Input(input_shape)
+     for b, (count, filters) in enumerate(blocks, 1):

# %% wrong unpadded
# Unpadded convolutions.
# hint: padding 'same'
# of: functional
-             x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
+             x = layers.Conv2D(filters, 3, activation="relu", name=f"block{b}_conv{n}")(x)

# %% wrong vgg13
# Two convolutions in every block.
# hint: VGG13
# of: functional
- VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
+ VGG16_BLOCKS = ((64, 2), (128, 2), (256, 2), (512, 2), (512, 2))

# %% wrong vgg19
# Four convolutions in the last three blocks.
# hint: VGG19
# of: functional
- VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
+ VGG16_BLOCKS = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))
