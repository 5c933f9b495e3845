# The channels are not reversed.
# hint: not reversed
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images.astype("float32")
    return blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")
