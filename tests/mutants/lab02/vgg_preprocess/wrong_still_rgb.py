# The channels are not reversed; the means are in the right places for that.
# hint: still red, green, blue
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images.astype("float32")
    return blue_green_red - np.array([123.68, 116.779, 103.939], dtype="float32")
