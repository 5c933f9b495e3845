# Adds the bias to the product of every tap.
# hint: once for every tap
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = max((-(-height // stride) - 1) * stride + reach_h - height, 0)
        total_w = max((-(-width // stride) - 1) * stride + reach_w - width, 0)
        top, left = total_h // 2, total_w // 2
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)))
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + kh * kw * bias
    return out
