# Divides by the mean with its sign.
# hint: the mean may be negative
import numpy as np


def checkerboard(image, stride):
    height, width = image.shape[0] // stride * stride, image.shape[1] // stride * stride
    image = image[:height, :width]
    means = np.array([image[a::stride, b::stride].mean() for a in range(stride) for b in range(stride)])
    return means.std() / means.mean()
