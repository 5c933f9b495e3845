# Scaled to 0 … 1 before the means.
# hint: scaled to 0 … 1
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32") / 255
    return blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")
