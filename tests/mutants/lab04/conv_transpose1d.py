# %% right by_matrix
# By the transposed matrix.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    full = stride * (len(values) - 1) + len(kernel)
    output = conv_matrix(kernel, full, stride).T @ values
    return output[padding : full - padding]


def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    matrix = np.zeros(((columns - len(kernel)) // stride + 1, columns))
    for row in range(len(matrix)):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix

# %% right by_taps
# A loop over the taps of the kernel.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    reach = stride * (len(values) - 1) + 1
    output = np.zeros(reach + len(kernel) - 1)
    for tap, weight in enumerate(kernel):
        output[tap : tap + reach : stride] += weight * values
    return output[padding : len(output) - padding]

# %% right by_zeros
# By zeros between the samples.
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    output = np.convolve(spread, kernel)
    return output[padding : len(output) - padding]

# %% wrong asks_keras
# Lets Keras do it.
# hint: without it
import keras
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = keras.ops.conv_transpose(
        np.float32(values)[None, :, None], np.float32(kernel)[:, None, None], strides=stride, padding="valid"
    )
    output = np.array(output)[0, :, 0]
    return output[padding : len(output) - padding]

# %% wrong flipped
# Stamps are turned around.
# hint: kernel flipped
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel[::-1]
    return output[padding : len(output) - padding]

# %% wrong negative_zero_slice
# Slices with [padding:-padding], which is empty without padding.
# hint: is empty where p is 0
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output[padding:-padding]

# %% wrong overwrites
# Stamps overwrite each other.
# hint: overwrites
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] = value * kernel
    return output[padding : len(output) - padding]

# %% wrong padding_added
# Padding adds zeros.
# hint: adds zeros
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return np.pad(output, padding)

# %% wrong padding_at_front
# Cut off at the front only.
# hint: both ends
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output[padding:]

# %% wrong padding_ignored
# Nothing is cut off.
# hint: padding ignored
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * (len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output

# %% wrong stride_ignored
# Stamps are one sample apart.
# hint: stride ignored
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros((len(values) - 1) + len(kernel))
    for i, value in enumerate(values):
        output[i : i + len(kernel)] += value * kernel
    return output[padding : len(output) - padding]

# %% wrong tail_of_zeros
# stride − 1 zeros after the last stamp.
# hint: no zeros after it
import numpy as np


def conv_transpose1d(values, kernel, stride=1, padding=0):
    output = np.zeros(stride * len(values) + len(kernel) - 1)
    for i, value in enumerate(values):
        output[i * stride : i * stride + len(kernel)] += value * kernel
    return output[padding : len(output) - padding]
