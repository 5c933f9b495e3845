# The means are in the order red, green, blue.
# hint: means are swapped
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32")
    return blue_green_red - np.array([123.68, 116.779, 103.939], dtype="float32")
