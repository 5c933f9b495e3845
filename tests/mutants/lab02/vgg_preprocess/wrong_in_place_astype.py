# Converts without a copy, and subtracts in place.
# hint: the images are changed
import numpy as np


def vgg_preprocess(images):
    x = images.astype("float32", copy=False)[..., ::-1]
    x -= np.array([103.939, 116.779, 123.68], "float32")
    return x
