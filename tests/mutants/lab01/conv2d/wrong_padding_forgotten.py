# The padding is not looked at: everything is 'valid'.
# hint: padding forgotten
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    kh, kw, _, filters = kernels.shape
    out_h = (image.shape[0] - dilation * (kh - 1) - 1) // stride + 1
    out_w = (image.shape[1] - dilation * (kw - 1) - 1) // stride + 1
    out = np.zeros((out_h, out_w, filters)) + bias
    for a in range(kh):
        for b in range(kw):
            rows = slice(a * dilation, a * dilation + out_h * stride, stride)
            columns = slice(b * dilation, b * dilation + out_w * stride, stride)
            out += image[rows, columns] @ kernels[a, b]
    return out
