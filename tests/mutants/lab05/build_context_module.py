# %% right one_by_one
# The last convolution is 1 × 1 and needs no padding.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 7, "large": [2, 2, 4, 8, 16, 32, 32]}[kind]
    start = IdentityInitializer(channels)
    inputs = x = keras.Input((None, None, channels))
    for width, dilation in zip(widths, (1, 1, 2, 4, 8, 16, 1)):
        x = layers.Conv2D(width * channels, 3, padding="same", dilation_rate=dilation, kernel_initializer=start)(x)
        x = layers.Activation("relu")(x)
    return keras.Model(inputs, layers.Conv2D(channels, 1, kernel_initializer=start)(x))

# %% right sequential
# As a Sequential.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    factors = [1] * 8 if kind == "basic" else [2, 2, 4, 8, 16, 32, 32, 1]
    model = keras.Sequential([keras.Input((None, None, channels))])
    for factor, dilation in zip(factors[:-1], [1, 1, 2, 4, 8, 16, 1]):
        model.add(
            layers.Conv2D(
                factor * channels,
                3,
                padding="same",
                dilation_rate=dilation,
                kernel_initializer=IdentityInitializer(channels),
            )
        )
        model.add(layers.ReLU())
    model.add(layers.Conv2D(channels, 1, padding="same", kernel_initializer=IdentityInitializer(channels)))
    return model

# %% right table
# From a table of rows.
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    table = [(3, 1, 2), (3, 1, 2), (3, 2, 4), (3, 4, 8), (3, 8, 16), (3, 16, 32), (3, 1, 32)]
    identity = IdentityInitializer(channels)
    x = inputs = keras.Input((None, None, channels))
    for kernel, dilation, large in table:
        maps = channels * (large if kind == "large" else 1)
        x = layers.Conv2D(
            maps, kernel, padding="same", dilation_rate=dilation, activation="relu", kernel_initializer=identity
        )(x)
    x = layers.Conv2D(channels, 1, padding="same", kernel_initializer=identity)(x)
    return keras.Model(inputs, x)

# %% wrong always_basic
# Builds the basic module always.
# hint: number of maps of each layer
# of: solution
-     widths = {"basic": (1, 1, 1, 1, 1, 1, 1, 1), "large": (2, 2, 4, 8, 16, 32, 32, 1)}[kind]
+     widths = {"basic": (1, 1, 1, 1, 1, 1, 1, 1), "large": (1, 1, 1, 1, 1, 1, 1, 1)}[kind]

# %% wrong dilations_in_another_order
# Doubles to the end.
# hint: dilations are
# of: solution
-     for number, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
+     for number, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 32, 1)), start=1):

# %% wrong first_relu_only
# Only the first layer has a ReLU.
# hint: only layer 1 has a ReLU
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu" if n == 1 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong fixed_size
# Takes maps of one size only.
# hint: maps of any size
# of: solution
-     inputs = maps = keras.Input((None, None, channels))
+     inputs = maps = keras.Input((64, 64, channels))

# %% wrong last_three_by_three
# Ends in a 3 × 3 convolution.
# hint: kernel of another size
# of: solution
-             1 if number == 8 else 3,
+             3,

# %% wrong leaky
# Leaky ReLUs.
# hint: leaky
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="leaky_relu" if n < 8 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong no_biases
# Has no biases.
# hint: has a bias
# of: solution
-             padding="same",
+             padding="same",
+             use_bias=False,

# %% wrong no_dilation
# Leaves the dilations out.
# hint: dilations are
# of: solution
-             dilation_rate=dilation,

# %% wrong no_relu
# Has no ReLU.
# hint: ReLUs are missing
# of: solution
-             activation=None if number == 8 else "relu",
+             activation=None,

# %% wrong random_start
# Starts at random.
# hint: starts as the identity
# of: solution
-             kernel_initializer=IdentityInitializer(channels),

# %% wrong relu6
# ReLUs that end at 6.
# hint: relu6
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu6" if n < 8 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong relu_at_the_end
# Ends in a ReLU.
# hint: no ReLU after the last layer
# of: solution
-             activation=None if number == 8 else "relu",
+             activation="relu",

# %% wrong relu_not_after_first
# The first layer has no ReLU.
# hint: no ReLU follows layer 1
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu" if 1 < n < 8 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong relu_not_after_seventh
# Layer 7 has no ReLU.
# hint: no ReLU follows layer 7
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu" if n < 7 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong seventh_relu_only
# Only layer 7 has a ReLU.
# hint: only layer 7 has a ReLU
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu" if n == 7 else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong two_relus
# ReLUs after layers 2 and 5 only.
# hint: one ReLU follows each of the layers 1 to 7
import keras
from keras import layers

from course.networks.layers import IdentityInitializer


def build_context_module(channels, kind="basic"):
    widths = {"basic": [1] * 8, "large": [2, 2, 4, 8, 16, 32, 32, 1]}[kind]
    inputs = x = keras.Input((None, None, channels))
    for n, (width, dilation) in enumerate(zip(widths, (1, 1, 2, 4, 8, 16, 1, 1)), start=1):
        x = layers.Conv2D(
            width * channels,
            3 if n < 8 else 1,
            padding="same",
            dilation_rate=dilation,
            activation="relu" if n in (2, 5) else None,
            kernel_initializer=IdentityInitializer(channels),
        )(x)
    return keras.Model(inputs, x)

# %% wrong valid
# Does not pad.
# hint: size stays as it is
# of: solution
-             padding="same",
