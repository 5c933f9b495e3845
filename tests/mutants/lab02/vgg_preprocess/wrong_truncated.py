# Whole numbers on the way.
# hint: fractions were cut off
import numpy as np


def vgg_preprocess(images):
    return images[..., ::-1].astype("int16") - np.array([103.939, 116.779, 123.68], "float32")
