# %% right put_along_axis
# With put_along_axis.
import numpy as np


def max_unpool2d(values, indices, shape):
    c = values.shape[2]
    out = np.zeros((shape[0] * shape[1], c), dtype=values.dtype)
    np.put_along_axis(out, indices.reshape(-1, c), values.reshape(-1, c), axis=0)
    return out.reshape(shape[0], shape[1], c)

# %% right value_by_value
# Value by value.
import numpy as np


def max_unpool2d(values, indices, shape):
    height, width = shape
    out = np.zeros((height, width, values.shape[2]))
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            for c in range(values.shape[2]):
                row, column = indices[i, j, c] // width, indices[i, j, c] % width
                out[row, column, c] = values[i, j, c]
    return out

# %% wrong even_width
# Counts in a map of twice the width.
# hint: given width W
# of: solution
-     return maps.reshape(*shape, channels)
+     rows, columns = np.divmod(indices, 2 * values.shape[1])
+     maps = np.zeros((*shape, channels), values.dtype)
+     maps[np.minimum(rows, shape[0] - 1), columns, np.arange(channels)] = values
+     return maps

# %% wrong first_channel
# Uses the first channel's indices for all.
# hint: each channel has its own
# of: solution
-     maps[indices.reshape(-1, channels), np.arange(channels)] = values.reshape(-1, channels)
+     maps[indices[..., 0].ravel()] = values.reshape(-1, channels)

# %% wrong first_place
# Puts each value at the first place of its window.
# hint: first place
import numpy as np


def max_unpool2d(values, indices, shape):
    maps = np.zeros((*shape, values.shape[-1]), values.dtype)
    maps[: 2 * values.shape[0] : 2, : 2 * values.shape[1] : 2] = values
    return maps

# %% wrong negative_lost
# Keeps the larger of value and zero.
# hint: negative values were lost
# of: solution
-     return maps.reshape(*shape, channels)
+     return np.maximum(maps, 0).reshape(*shape, channels)

# %% wrong repeated
# Repeats each value over its window.
# hint: repeated over its window
import numpy as np


def max_unpool2d(values, indices, shape):
    maps = np.zeros((*shape, values.shape[-1]), values.dtype)
    large = values.repeat(2, axis=0).repeat(2, axis=1)
    maps[: large.shape[0], : large.shape[1]] = large
    return maps

# %% wrong shape_ignored
# Makes a map of twice the size, whatever was asked for.
# hint: shape that was asked for
# of: solution
-     channels = values.shape[-1]
+     channels = values.shape[-1]
+     rows, columns = np.divmod(indices, shape[1])
+     shape = (2 * values.shape[0], 2 * values.shape[1])
+     indices = rows * shape[1] + columns

# %% wrong transposed
# Exchanges row and column.
# hint: exchanged
# of: solution
-     return maps.reshape(*shape, channels)
+     return maps.reshape(shape[1], shape[0], channels).swapaxes(0, 1)

# %% wrong twice_as_large
# Makes every map twice as large as the values, whatever is asked for.
# hint: the map has the shape that was asked for
import numpy as np


def max_unpool2d(values, indices, shape):
    height, width, channels = values.shape
    maps = np.zeros((4 * height * width, channels))
    for channel in range(channels):
        maps[indices[..., channel].ravel(), channel] = values[..., channel].ravel()
    return maps.reshape(2 * height, 2 * width, channels)

# %% wrong whole_numbers
# The map holds whole numbers.
# hint: decimals were cut off
import numpy as np


def max_unpool2d(values, indices, shape):
    channels = np.arange(values.shape[-1])
    maps = np.zeros((*shape, len(channels)), int)
    maps[indices // shape[1], indices % shape[1], channels] = values
    return maps
