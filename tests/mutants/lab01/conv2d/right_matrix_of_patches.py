# All patches as rows of one matrix, multiplied by the kernels as columns (im2col).
import math

import numpy as np


def zeros_around(size, reach, stride):
    total = max((math.ceil(size / stride) - 1) * stride + reach - size, 0)
    return math.floor(total / 2), math.ceil(total / 2)


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    kh, kw, channels, filters = kernels.shape
    rows = np.arange(kh) * dilation
    columns = np.arange(kw) * dilation
    if padding == "same":
        around = [
            zeros_around(image.shape[0], rows[-1] + 1, stride),
            zeros_around(image.shape[1], columns[-1] + 1, stride),
        ]
        image = np.pad(image, [*around, (0, 0)])
    tops = np.arange(0, image.shape[0] - rows[-1], stride)
    lefts = np.arange(0, image.shape[1] - columns[-1], stride)
    patches = image[(tops[:, None] + rows)[:, None, :, None], (lefts[:, None] + columns)[None, :, None, :]]
    matrix = patches.reshape(len(tops) * len(lefts), kh * kw * channels)
    return (matrix @ kernels.reshape(-1, filters) + bias).reshape(len(tops), len(lefts), filters)
