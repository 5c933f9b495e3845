# Split, reorder, stack.
import numpy as np


def vgg_preprocess(images):
    red, green, blue = (images[..., i].astype("float32") for i in range(3))
    return np.stack([blue - 103.939, green - 116.779, red - 123.68], axis=-1).astype("float32")
