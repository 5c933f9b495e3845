# %% right as_solved
# As in the solution, in two steps.
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32")
    return blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")

# %% right channel_by_channel
# Channel by channel into a new array.
import numpy as np


def vgg_preprocess(images):
    out = np.empty(images.shape, np.float32)
    for place, (channel, mean) in enumerate([(2, 103.939), (1, 116.779), (0, 123.68)]):
        out[..., place] = images[..., channel] - np.float32(mean)
    return out

# %% right no_copy
# Without a copy where none is needed, and nothing in place.
import numpy as np


def vgg_preprocess(images):
    return np.asarray(images, dtype="float32")[..., ::-1] - np.array([103.939, 116.779, 123.68], "float32")

# %% right split
# Split, reorder, stack.
import numpy as np


def vgg_preprocess(images):
    red, green, blue = (images[..., i].astype("float32") for i in range(3))
    return np.stack([blue - 103.939, green - 116.779, red - 123.68], axis=-1).astype("float32")

# %% wrong asks_keras
# Lets Keras do it.
# hint: without it
from keras.applications import vgg16


def vgg_preprocess(images):
    return vgg16.preprocess_input(images.astype("float32"))

# %% wrong divided
# Divided by 255 at the end.
# hint: no division by 255
# of: as_solved
-     return blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")
+     return (blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")) / 255

# %% wrong float64
# Comes out in double precision.
# hint: float32
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float64")
    return blue_green_red - np.array([103.939, 116.779, 123.68])

# %% wrong in_place
# Subtracts in place: images that are float32 already are changed.
# hint: the images are changed
import numpy as np


def vgg_preprocess(images):
    x = np.asarray(images, dtype="float32")[..., ::-1]
    x -= np.array([103.939, 116.779, 123.68], "float32")
    return x

# %% wrong in_place_astype
# Converts without a copy, and subtracts in place.
# hint: the images are changed
import numpy as np


def vgg_preprocess(images):
    x = images.astype("float32", copy=False)[..., ::-1]
    x -= np.array([103.939, 116.779, 123.68], "float32")
    return x

# %% wrong means_swapped
# The means are in the order red, green, blue.
# hint: means are swapped
# of: as_solved
-     return blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")
+     return blue_green_red - np.array([123.68, 116.779, 103.939], dtype="float32")

# %% wrong mirrored
# The columns are reversed, not the channels.
# hint: mirrored
# of: as_solved
-     blue_green_red = images[..., ::-1].astype("float32")
+     blue_green_red = images[..., ::-1, :].astype("float32")

# %% wrong no_means
# The means are forgotten.
# hint: not subtracted
def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32")
    return blue_green_red

# %% wrong not_reversed
# The channels are not reversed.
# hint: not reversed
# of: as_solved
-     blue_green_red = images[..., ::-1].astype("float32")
+     blue_green_red = images.astype("float32")

# %% wrong scaled_first
# Scaled to 0 … 1 before the means.
# hint: scaled to 0 … 1
# of: as_solved
-     blue_green_red = images[..., ::-1].astype("float32")
+     blue_green_red = images[..., ::-1].astype("float32") / 255

# %% wrong still_rgb
# The channels are not reversed; the means are in the right places for that.
# hint: still red, green, blue
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images.astype("float32")
    return blue_green_red - np.array([123.68, 116.779, 103.939], dtype="float32")

# %% wrong third_axis
# Reverses axis 2, whatever it is.
# hint: axis 2 of a batch
# of: no_copy
-     return np.asarray(images, dtype="float32")[..., ::-1] - np.array([103.939, 116.779, 123.68], "float32")
+     return images[:, :, ::-1].astype("float32") - np.array([103.939, 116.779, 123.68], "float32")

# %% wrong truncated
# Whole numbers on the way.
# hint: fractions were cut off
# of: no_copy
-     return np.asarray(images, dtype="float32")[..., ::-1] - np.array([103.939, 116.779, 123.68], "float32")
+     return images[..., ::-1].astype("int16") - np.array([103.939, 116.779, 123.68], "float32")

# %% wrong wraps_around
# Whole means are subtracted in uint8.
# hint: wrapped around
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1]
    return blue_green_red - np.array([103.939, 116.779, 123.68]).astype(images.dtype)
