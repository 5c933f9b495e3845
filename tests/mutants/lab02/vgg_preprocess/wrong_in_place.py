# Subtracts in place: images that are float32 already are changed.
# hint: the images are changed
import numpy as np


def vgg_preprocess(images):
    x = np.asarray(images, dtype="float32")[..., ::-1]
    x -= np.array([103.939, 116.779, 123.68], "float32")
    return x
