# Divided by 255 at the end.
# hint: no division by 255
import numpy as np


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32")
    return (blue_green_red - np.array([103.939, 116.779, 123.68], dtype="float32")) / 255
