# %% right reshape_where_it_fits
# A reshape where windows do not overlap, loops where they do.
import numpy as np


def max_pool2d(image, size=2, stride=None):
    height, width, channels = image.shape
    if stride in (None, size):
        rows, columns = height // size, width // size
        cut = image[: rows * size, : columns * size]
        return cut.reshape(rows, size, columns, size, channels).max(axis=1).max(axis=2)
    return np.array(
        [
            [image[y : y + size, x : x + size].max((0, 1)) for x in range(0, width - size + 1, stride)]
            for y in range(0, height - size + 1, stride)
        ]
    )

# %% right sliding_windows
# NumPy's sliding windows.
import numpy as np


def max_pool2d(image, size=2, stride=None):
    step = stride or size
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return windows[::step, ::step].max(axis=(-2, -1))

# %% right window_by_window
# Window by window.
import numpy as np


def max_pool2d(image, size=2, stride=None):
    stride = size if stride is None else stride
    height, width, channels = image.shape
    rows = range(0, image.shape[0] - size + 1, stride)
    columns = range(0, image.shape[1] - size + 1, stride)
    out = np.zeros((len(rows), len(columns), image.shape[2]))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = image[top : top + size, left : left + size]
            out[i, j] = window.max(axis=(0, 1))
    return out

# %% wrong always_overlaps
# Windows move by one pixel unless a stride is given.
# hint: do not overlap
# of: window_by_window
-     stride = size if stride is None else stride
+     stride = 1 if stride is None else stride

# %% wrong first_pixel
# Keeps the first pixel of each window.
# hint: first pixel
# of: window_by_window
-             out[i, j] = window.max(axis=(0, 1))
+             out[i, j] = window[0, 0]

# %% wrong mean
# Takes the mean of each window.
# hint: mean of each window
# of: window_by_window
-             out[i, j] = window.max(axis=(0, 1))
+             out[i, j] = window.mean(axis=(0, 1))

# %% wrong over_channels
# Takes the maximum over the channels too.
# hint: channels are pooled one by one
# of: window_by_window
-     return out
+     return out.max(axis=-1)

# %% wrong pads_the_end
# Pads an odd last row and column, so that they get a window too.
# hint: an odd last row
# of: window_by_window
-     height, width, channels = image.shape
+     image = np.pad(image, ((0, -image.shape[0] % size), (0, -image.shape[1] % size), (0, 0)), constant_values=-np.inf)

# %% wrong same_for_all_channels
# Takes the maximum over the channels too, and writes it to all of them.
# hint: all channels are the same
# of: window_by_window
-             out[i, j] = window.max(axis=(0, 1))
+             out[i, j] = window.max()

# %% wrong starts_at_zero
# Starts the maximum at 0, so that negative values never win.
# hint: below zero
# of: window_by_window
-             out[i, j] = window.max(axis=(0, 1))
+             out[i, j] = np.maximum(out[i, j], window.max(axis=(0, 1)))

# %% wrong stride_ignored
# Windows move by their size, whatever the stride.
# hint: stride ignored
# of: window_by_window
-     stride = size if stride is None else stride
+     stride = size
