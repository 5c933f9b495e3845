# Channel by channel into a new array.
import numpy as np


def vgg_preprocess(images):
    out = np.empty(images.shape, np.float32)
    for place, (channel, mean) in enumerate([(2, 103.939), (1, 116.779), (0, 123.68)]):
        out[..., place] = images[..., channel] - np.float32(mean)
    return out
