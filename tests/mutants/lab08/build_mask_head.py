# %% right initialised
# Initialised for ReLU, with names.
from keras import Input, Model
from keras.layers import Conv2D, Conv2DTranspose


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inside = {"activation": "relu", "kernel_initializer": "he_normal"}
    features = Input((size, size, channels))
    value = features
    for number in range(depth):
        value = Conv2D(hidden, 3, padding="same", name=f"conv{number}", **inside)(value)
    value = Conv2DTranspose(hidden, 2, 2, name="double", **inside)(value)
    return Model(features, Conv2D(classes, 1, name="masks")(value), name="mask_head")

# %% right relu_layer
# ReLU as layers of its own.
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
    h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
    return keras.Model(x, layers.Conv2D(classes, 1)(h))

# %% right sequential
# A sequential model.
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    model = keras.Sequential([keras.Input((size, size, channels))])
    for _ in range(depth):
        model.add(layers.Conv2D(hidden, (3, 3), padding="same", activation="relu"))
    model.add(layers.Conv2DTranspose(hidden, (2, 2), strides=(2, 2), padding="same", activation="relu"))
    model.add(layers.Conv2D(classes, (1, 1)))
    return model

# %% right zero_padding
# Padded by a layer, ReLU as a function, the last layer dense.
import keras
from keras import layers, ops


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = ops.relu(layers.Conv2D(hidden, 3)(layers.ZeroPadding2D(1)(h)))
    h = ops.maximum(layers.Conv2DTranspose(hidden, 2, strides=2, padding="same")(h), 0)
    return keras.Model(x, layers.Dense(classes)(h))

# %% wrong all_linear
# No ReLU at all.
# hint: and after the transposed one; there is none
# of: relu_layer
-         h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
-     h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
+         h = layers.Conv2D(hidden, 3, padding="same")(h)
+     h = layers.Conv2DTranspose(hidden, 2, strides=2)(h)

# %% wrong background
# A mask for background too.
# hint: no mask for background
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes + 1, 1)(x)
    return keras.Model(inputs, x)

# %% wrong convolutions_linear
# The 3×3 convolutions have no ReLU.
# hint: every 3×3 convolution; there is none
# of: relu_layer
-         h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
-     h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
+         h = layers.Conv2D(hidden, 3, padding="same")(h)
+     h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)

# %% wrong depth_fixed
# Always four convolutions.
# hint: are arguments
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(4):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong dropout
# Dropout before the last layer.
# hint: no dropout
# of: relu_layer
-         h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
-     h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
+         h = layers.Conv2D(hidden, 3, padding="same", activation="relu")(h)
+     h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
+     h = layers.SpatialDropout2D(0.2)(h)

# %% wrong five_deep
# One convolution too many.
# hint: no more
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth + 1):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong last_linear
# The last 3×3 convolution has no ReLU.
# hint: the last too; there is none
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for number in range(depth):
        inside = "relu" if number < depth - 1 else None
        h = layers.Conv2D(hidden, 3, padding="same", activation=inside)(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    return keras.Model(x, layers.Conv2D(classes, 1)(h))

# %% wrong leaky
# Leaky ReLU.
# hint: yours is leaky
# of: relu_layer
-         h = layers.ReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
-     h = layers.Activation("relu")(layers.Conv2DTranspose(hidden, 2, 2)(h))
+         h = layers.LeakyReLU()(layers.Conv2D(hidden, 3, padding="same")(h))
+     h = layers.LeakyReLU()(layers.Conv2DTranspose(hidden, 2, strides=2)(h))

# %% wrong no_relu
# No ReLU after the doubling.
# hint: after the transposed
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2)(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong not_doubled
# Stays at 14 × 14.
# hint: doubles
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, padding="same", activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong one_mask
# One mask for all classes.
# hint: not one in all
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(1, 1)(x)
    return keras.Model(inputs, x)

# %% wrong relu_at_the_end
# ReLU at the end too.
# hint: yours has relu
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.Conv2D(hidden, 3, padding="same", activation="relu")(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    return keras.Model(x, layers.Conv2D(classes, 1, activation="relu")(h))

# %% wrong sigmoid
# A sigmoid at the end.
# hint: are logits
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 1, activation="sigmoid")(x)
    return keras.Model(inputs, x)

# %% wrong sigmoid_layer
# A sigmoid at the end, as a layer of its own.
# hint: yours has sigmoid
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.Conv2D(hidden, 3, padding="same", activation="relu")(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    return keras.Model(x, layers.Activation("sigmoid")(layers.Conv2D(classes, 1)(h)))

# %% wrong softmax_layer
# A softmax over the classes at the end.
# hint: yours has softmax
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    x = h = keras.Input((size, size, channels))
    for _ in range(depth):
        h = layers.Conv2D(hidden, 3, padding="same", activation="relu")(h)
    h = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(h)
    return keras.Model(x, layers.Softmax()(layers.Conv2D(classes, 1)(h)))

# %% wrong three_by_three
# A transposed convolution of 3×3.
# hint: not 3×3
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong three_deep
# One convolution too few.
# hint: no fewer
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth - 1):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong unpadded
# The map shrinks.
# hint: are padded
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong upsampled
# Doubles without weights.
# hint: with weights
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.Conv2D(classes, 1)(x)
    return keras.Model(inputs, x)

# %% wrong wide_end
# The last convolution is 3×3.
# hint: is 1×1
import keras
from keras import layers


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inputs = keras.Input((size, size, channels))
    x = inputs
    for _ in range(depth):
        x = layers.Conv2D(hidden, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(hidden, 2, strides=2, activation="relu")(x)
    x = layers.Conv2D(classes, 3, padding="same")(x)
    return keras.Model(inputs, x)
