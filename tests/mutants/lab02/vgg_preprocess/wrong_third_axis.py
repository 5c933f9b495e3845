# Reverses axis 2, whatever it is.
# hint: axis 2 of a batch
import numpy as np


def vgg_preprocess(images):
    return images[:, :, ::-1].astype("float32") - np.array([103.939, 116.779, 123.68], "float32")
