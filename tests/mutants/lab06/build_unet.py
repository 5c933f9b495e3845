# %% right center_crop
# Separate ReLU layers, CenterCrop, maps joined the other way round.
from keras import Input, Model
from keras import layers as L


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    def block(x, filters):
        x = L.ReLU()(L.Conv2D(filters, (3, 3), padding=padding, kernel_initializer="he_normal")(x))
        return L.ReLU()(L.Conv2D(filters, (3, 3), padding=padding, kernel_initializer="he_normal")(x))

    def level(x, filters, left):
        x = block(x, filters)
        if left == 0:
            return x
        below = level(L.MaxPool2D()(x), 2 * filters, left - 1)
        up = L.Conv2DTranspose(filters, 2, 2)(below)
        if padding == "valid":
            x = L.CenterCrop(up.shape[1], up.shape[2])(x)
        return block(L.Concatenate()([up, x]), filters)

    inputs = Input(input_shape)
    return Model(inputs, L.Conv2D(classes, 1)(level(inputs, base, depth)))

# %% right relu_functions
# ReLU as a maximum, or as a layer that is an activation.
import keras


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    images = keras.Input(input_shape)
    maps, ways = images, []
    for level in range(depth):
        maps = _two_convolutions(maps, base * 2**level, padding)
        ways.append(maps)
        maps = keras.layers.MaxPooling2D(2)(maps)
    maps = _two_convolutions(maps, base * 2**depth, padding)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
        way = _middle(ways[level], maps) if padding == "valid" else ways[level]
        maps = keras.layers.Concatenate()([way, maps])
        maps = _two_convolutions(maps, base * 2**level, padding)
    return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))


def _two_convolutions(maps, channels, padding):
    for _ in range(2):
        maps = keras.layers.Conv2D(channels, 3, padding=padding, kernel_initializer="he_normal")(maps)
        maps = keras.ops.maximum(maps, 0)
    return maps


def _middle(larger, smaller):
    cuts = [(larger.shape[axis] - smaller.shape[axis]) // 2 for axis in (1, 2)]
    return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)

# %% right relu_layer_as_activation
# A ReLU layer as the activation.
import keras


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    images = keras.Input(input_shape)
    maps, ways = images, []
    for level in range(depth):
        maps = _two_convolutions(maps, base * 2**level, padding)
        ways.append(maps)
        maps = keras.layers.MaxPooling2D(2)(maps)
    maps = _two_convolutions(maps, base * 2**depth, padding)
    for level in reversed(range(depth)):
        maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
        way = _middle(ways[level], maps) if padding == "valid" else ways[level]
        maps = keras.layers.Concatenate()([way, maps])
        maps = _two_convolutions(maps, base * 2**level, padding)
    return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))


def _two_convolutions(maps, channels, padding):
    for _ in range(2):
        maps = keras.layers.Conv2D(
            channels, 3, padding=padding, activation=keras.layers.ReLU(), kernel_initializer="he_normal"
        )(maps)
    return maps


def _middle(larger, smaller):
    cuts = [(larger.shape[axis] - smaller.shape[axis]) // 2 for axis in (1, 2)]
    return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)

# %% right sliced
# Slices instead of a cropping layer, an initializer object.
import keras


def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
    def conv(x, f):
        start = keras.initializers.VarianceScaling(2.0, "fan_in", "truncated_normal")
        return keras.layers.Conv2D(f, 3, padding=padding, activation="relu", kernel_initializer=start)(x)

    x = inputs = keras.Input(input_shape)
    skips = []
    f = base
    for _ in range(depth):
        x = conv(conv(x, f), f)
        skips.append(x)
        x = keras.layers.MaxPooling2D()(x)
        f *= 2
    x = conv(conv(x, f), f)
    for skip in skips[::-1]:
        f //= 2
        x = keras.layers.Conv2DTranspose(f, (2, 2), strides=(2, 2))(x)
        if padding == "valid":
            a = (skip.shape[1] - x.shape[1]) // 2
            b = (skip.shape[2] - x.shape[2]) // 2
            skip = skip[:, a : a + x.shape[1], b : b + x.shape[2], :]
        x = keras.layers.concatenate([skip, x])
        x = conv(conv(x, f), f)
    return keras.Model(inputs, keras.layers.Conv2D(classes, 1)(x))

# %% wrong average_pooling
# Average pooling.
# hint: average pooling
# of: solution
-         maps = keras.layers.MaxPooling2D(2)(maps)
+         maps = keras.layers.AveragePooling2D(2)(maps)

# %% wrong base_fixed
# The width is always 64.
# hint: `base` is ignored
# of: solution
- def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+ def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+     base = 64

# %% wrong corner_cropped
# The upper left corner is cut out, not the middle.
# hint: in its middle
# of: solution
-     return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)
+     return keras.layers.Cropping2D([(0, 2 * cut) for cut in cuts])(larger)

# %% wrong depth_fixed
# The depth is always four.
# hint: wrong size
# of: solution
- def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+ def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+     depth = 4

# %% wrong dropout
# Dropout at the lowest level.
# hint: no dropout
# of: solution
-     maps = _two_convolutions(maps, base * 2**depth, padding)
+     maps = _two_convolutions(maps, base * 2**depth, padding)
+     maps = keras.layers.Dropout(0.5)(maps)

# %% wrong glorot
# Keras' own start.
# hint: he_normal
# of: relu_functions
-         maps = keras.layers.Conv2D(channels, 3, padding=padding, kernel_initializer="he_normal")(maps)
-         maps = keras.ops.maximum(maps, 0)
+         maps = keras.layers.Conv2D(channels, 3, padding=padding, activation="relu")(maps)

# %% wrong kernels_of_five
# 5 × 5 kernels in the lowest level.
# hint: compare model.summary
# of: solution
-     maps = _two_convolutions(maps, base * 2**depth, padding)
+     maps = keras.layers.Conv2D(base * 2**depth, 5, padding=padding, activation="relu", kernel_initializer="he_normal")(
+         maps
+     )

# %% wrong lambda
# Crops in a Lambda layer, which can hold any code.
# hint: Lambda
# of: solution
-     return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)
+     return keras.layers.Lambda(
+         lambda maps: maps[:, cuts[0] : maps.shape[1] - cuts[0], cuts[1] : maps.shape[2] - cuts[1]]
+     )(larger)

# %% wrong leaky_relu
# A leaky ReLU after the up-convolutions.
# hint: leaky ReLU
# of: solution
-         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
+         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2, activation="leaky_relu")(maps)

# %% wrong no_relu
# No ReLU.
# hint: ReLU is missing
# of: relu_functions
-         maps = keras.ops.maximum(maps, 0)

# %% wrong no_side_maps
# The maps from the side are left out.
# hint: side are missing
# of: solution
-         maps = keras.layers.Concatenate()([way, maps])

# %% wrong one_convolution
# One convolution a level.
# hint: matching shapes
# of: solution
-     for _ in range(2):
+     for _ in range(1):

# %% wrong one_relu
# One ReLU a level.
# hint: after the second
# of: relu_functions
-     for _ in range(2):
-         maps = keras.layers.Conv2D(channels, 3, padding=padding, kernel_initializer="he_normal")(maps)
-         maps = keras.ops.maximum(maps, 0)
+     for activation in ("relu", None):
+         maps = keras.layers.Conv2D(channels, 3, padding=padding, activation=activation, kernel_initializer="he_normal")(
+             maps
+         )

# %% wrong padded
# The convolutions are always padded.
# hint: matching shapes
# of: solution
- def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+ def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+     padding = "same"

# %% wrong relu_after_up
# ReLU after the up-convolutions too.
# hint: nowhere else
# of: solution
-         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
+         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2, activation="relu")(maps)

# %% wrong resized
# The map from the side is resized, not cut.
# hint: cut out its middle
# of: solution
-     return keras.layers.Cropping2D([(cut, cut) for cut in cuts])(larger)
+     return keras.layers.Resizing(larger.shape[1] - 2 * cuts[0], larger.shape[2] - 2 * cuts[1])(larger)

# %% wrong same_ignored
# With padding "same" nothing is padded.
# hint: matching shapes
# of: solution
- def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+ def build_unet(input_shape, classes=2, base=64, depth=4, padding="valid"):
+     padding = "valid"
+     if input_shape[0] is None:
+         input_shape = (572, 572, input_shape[2])

# %% wrong sigmoid_activation
# A sigmoid at the end.
# hint: scores leave as they are
# of: solution
-     return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))
+     return keras.Model(images, keras.layers.Activation("sigmoid")(keras.layers.Conv2D(classes, 1)(maps)))

# %% wrong softmax
# A softmax at the end.
# hint: scores leave as they are
# of: solution
-     return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))
+     return keras.Model(images, keras.layers.Conv2D(classes, 1, activation="softmax")(maps))

# %% wrong softmax_function
# A softmax by keras.ops at the end.
# hint: scores leave as they are
# of: solution
-     return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))
+     return keras.Model(images, keras.ops.softmax(keras.layers.Conv2D(classes, 1)(maps)))

# %% wrong softmax_layer
# A softmax layer at the end.
# hint: scores leave as they are
# of: solution
-     return keras.Model(images, keras.layers.Conv2D(classes, 1)(maps))
+     return keras.Model(images, keras.layers.Softmax()(keras.layers.Conv2D(classes, 1)(maps)))

# %% wrong up_keeps_channels
# The up-convolution keeps the channels.
# hint: halves the channels
# of: solution
-         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
+         maps = keras.layers.Conv2DTranspose(base * 2 ** (level + 1), 2, strides=2)(maps)

# %% wrong upsampling
# Nearest-neighbour upsampling in place of an up-convolution.
# hint: upsampling without weights
# of: solution
-         maps = keras.layers.Conv2DTranspose(base * 2**level, 2, strides=2)(maps)
+         maps = keras.layers.UpSampling2D(2)(maps)
