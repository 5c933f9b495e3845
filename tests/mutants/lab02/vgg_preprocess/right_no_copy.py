# Without a copy where none is needed, and nothing in place.
import numpy as np


def vgg_preprocess(images):
    return np.asarray(images, dtype="float32")[..., ::-1] - np.array([103.939, 116.779, 123.68], "float32")
