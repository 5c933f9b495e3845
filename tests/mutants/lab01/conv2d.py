# %% right matrix_of_patches
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

# %% right pixel_by_pixel
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

# %% right sliding_windows
# NumPy's sliding windows and one einsum.
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    kh, kw, _, filters = kernels.shape
    assert kh > 0
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        zeros = []
        for size, reach in zip(image.shape, (reach_h, reach_w)):
            total = max((int(np.ceil(size / stride)) - 1) * stride + reach - size, 0)
            zeros.append((total // 2, total - total // 2))
        image = np.pad(image, (*zeros, (0, 0)))
    every = np.lib.stride_tricks.sliding_window_view(image, (reach_h, reach_w), axis=(0, 1))
    windows = every[::stride, ::stride, :, ::dilation, ::dilation]
    return np.einsum("ijcab,abck->ijk", windows, kernels) + bias

# %% wrong asks_keras
# Lets keras.ops do it.
# hint: without it
import keras


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    maps = keras.ops.conv(image[None], kernels, strides=stride, padding=padding, dilation_rate=dilation)
    return keras.ops.convert_to_numpy(maps)[0] + bias

# %% wrong asks_scipy_by_alias
# Lets SciPy correlate the channels, under another name.
# hint: without it
import numpy as np
from scipy.signal import correlate2d as slide


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    maps = [
        sum(slide(image[:, :, c], kernels[:, :, c, k], "valid") for c in range(image.shape[2]))
        for k in range(kernels.shape[3])
    ]
    return np.stack(maps, axis=-1) + bias

# %% wrong bias_at_every_tap
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

# %% wrong bias_forgotten
# The bias is never added.
# hint: bias forgotten
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
            out[i, j] = np.tensordot(window, kernels, axes=3)
    return out

# %% wrong dilation_ignored
# The taps are neighbours, whatever the dilation.
# hint: dilation ignored
# of: sliding_windows
-     assert kh > 0
+     dilation = 1

# %% wrong dilation_taken_for_stride
# The dilation is used as a stride.
# hint: dilation taken for a stride
# of: sliding_windows
-     assert kh > 0
+     stride, dilation = max(stride, dilation), 1

# %% wrong extra_zero_before
# With an odd number of zeros the extra one goes before the image.
# hint: padding split wrong
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = max((-(-height // stride) - 1) * stride + reach_h - height, 0)
        total_w = max((-(-width // stride) - 1) * stride + reach_w - width, 0)
        top, left = -(-total_h // 2), -(-total_w // 2)
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)))
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return out

# %% wrong first_channel_only
# Only the first channel of the image is used.
# hint: all channels
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
            out[i, j] = np.tensordot(window[:, :, 0], kernels[:, :, 0], axes=2) + bias
    return out

# %% wrong half_kernel_padding
# Pads k // 2 on every side, whatever the stride and the size.
# hint: k // 2
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = 2 * (kh // 2)
        total_w = 2 * (kw // 2)
        top, left = total_h // 2, total_w // 2
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)))
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return out

# %% wrong kernel_flipped
# The kernel is turned by 180°, as in a mathematician's convolution.
# hint: kernel flipped
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
            out[i, j] = np.tensordot(window, kernels[::-1, ::-1], axes=3) + bias
    return out

# %% wrong kernel_transposed
# Rows and columns of the kernel are swapped.
# hint: kernel transposed
# of: sliding_windows
-     assert kh > 0
+     kernels = kernels.swapaxes(0, 1)
+     kh, kw = kw, kh

# %% wrong padding_all_after
# All zeros go after the image, none before.
# hint: on one side
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = max((-(-height // stride) - 1) * stride + reach_h - height, 0)
        total_w = max((-(-width // stride) - 1) * stride + reach_w - width, 0)
        top, left = 0, 0
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)))
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return out

# %% wrong padding_forgotten
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

# %% wrong padding_repeats_border
# Pads with copies of the border instead of zeros.
# hint: pad with zeros
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = max((-(-height // stride) - 1) * stride + reach_h - height, 0)
        total_w = max((-(-width // stride) - 1) * stride + reach_w - width, 0)
        top, left = total_h // 2, total_w // 2
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)), mode="edge")
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return out

# %% wrong padding_without_dilation
# Reckons the padding from the kernel's size, and forgets that dilation makes it wider.
# hint: padding forgets the dilation
import numpy as np


def conv2d(image, kernels, bias, stride=1, padding="valid", dilation=1):
    height, width, channels = image.shape
    kh, kw, _, filters = kernels.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    if padding == "same":
        total_h = max((-(-height // stride) - 1) * stride + kh - height, 0)
        total_w = max((-(-width // stride) - 1) * stride + kw - width, 0)
        top, left = total_h // 2, total_w // 2
        image = np.pad(image, ((top, total_h - top), (left, total_w - left), (0, 0)))
    out_h = (image.shape[0] - reach_h) // stride + 1
    out_w = (image.shape[1] - reach_w) // stride + 1
    out = np.zeros((out_h, out_w, filters))
    for i in range(out_h):
        for j in range(out_w):
            window = image[i * stride : i * stride + reach_h : dilation, j * stride : j * stride + reach_w : dilation]
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return out

# %% wrong relu_inside
# A ReLU is applied to the result.
# hint: ReLU
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
            out[i, j] = np.tensordot(window, kernels, axes=3) + bias
    return np.maximum(out, 0)

# %% wrong stride_ignored
# The window always moves by one pixel.
# hint: stride ignored
# of: sliding_windows
-     assert kh > 0
+     stride = 1

# %% wrong stride_of_rows_only
# The stride is used for rows and not for columns.
# hint: columns
# of: sliding_windows
-     assert kh > 0
+

-     windows = every[::stride, ::stride, :, ::dilation, ::dilation]
+     windows = every[::stride, ::1, :, ::dilation, ::dilation]
