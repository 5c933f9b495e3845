# Whole means are subtracted in uint8.
# hint: wrapped around
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1]
    return blue_green_red - np.array([103.939, 116.779, 123.68]).astype(images.dtype)
