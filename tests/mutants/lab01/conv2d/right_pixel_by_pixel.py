# The sum of the formula, written out pixel by pixel, with a test whether a tap lies inside.
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, _ = image.shape
    kh, kw, _, filters = kernels.shape
    top = left = 0
    if padding == "same":
        out_h, out_w = -(-height // stride), -(-width // stride)
        top = max((out_h - 1) * stride + dilation * (kh - 1) + 1 - height, 0) // 2
        left = max((out_w - 1) * stride + dilation * (kw - 1) + 1 - width, 0) // 2
    else:
        out_h = (height - dilation * (kh - 1) - 1) // stride + 1
        out_w = (width - dilation * (kw - 1) - 1) // stride + 1
    out = np.empty((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            total = bias.copy()
            for a in range(kh):
                for b in range(kw):
                    y, x = i * stride + a * dilation - top, j * stride + b * dilation - left
                    if 0 <= y < height and 0 <= x < width:
                        total += image[y, x] @ kernels[a, b]
            out[i, j] = total
    return out
