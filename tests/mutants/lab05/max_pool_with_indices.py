# %% right four_slices
# With four slices, and an array of indices pooled along.
import numpy as np


def max_pool_with_indices(maps):
    h, w = maps.shape[0] // 2 * 2, maps.shape[1] // 2 * 2
    numbers = np.arange(maps.shape[0] * maps.shape[1]).reshape(maps.shape[:2])
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    stack = np.stack([maps[a:h:2, b:w:2] for a, b in corners])
    where = np.stack([np.broadcast_to(numbers[a:h:2, b:w:2, None], stack.shape[1:]) for a, b in corners])
    best = stack.argmax(0)[None]
    return np.take_along_axis(stack, best, 0)[0], np.take_along_axis(where, best, 0)[0]

# %% right list
# Returns a list.
import numpy as np


def max_pool_with_indices(maps):
    height, width, channels = maps.shape
    h, w = height // 2, width // 2
    windows = maps[: 2 * h, : 2 * w].reshape(h, 2, w, 2, channels).transpose(0, 2, 4, 1, 3).reshape(h, w, channels, 4)
    place = windows.argmax(axis=-1)
    row = 2 * np.arange(h)[:, None, None] + place // 2
    column = 2 * np.arange(w)[None, :, None] + place % 2
    return [windows.max(axis=-1), row * width + column]

# %% right window_by_window
# Window by window.
import numpy as np


def max_pool_with_indices(maps):
    height, width, channels = maps.shape
    values = np.zeros((height // 2, width // 2, channels), maps.dtype)
    indices = np.zeros(values.shape, int)
    for i in range(height // 2):
        for j in range(width // 2):
            for c in range(channels):
                best = None
                for y in (2 * i, 2 * i + 1):
                    for x in (2 * j, 2 * j + 1):
                        if best is None or maps[y, x, c] > best:
                            best = maps[y, x, c]
                            indices[i, j, c] = y * width + x
                values[i, j, c] = best
    return values, indices

# %% wrong channels_in_index
# Counts channels in the index.
# hint: no part in the index
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), (row * width + column) * channels + np.arange(channels)

# %% wrong clipped
# Drops negative maxima.
# hint: below zero
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return np.maximum(windows.max(axis=-1), 0), row * width + column

# %% wrong column_first
# Exchanges row and column.
# hint: exchanged
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), column * height + row

# %% wrong even_width
# Counts in a map without the odd column.
# hint: also when W is odd
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), row * (2 * columns) + column

# %% wrong height
# Multiplies by the height.
# hint: not by the height
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), row * height + column

# %% wrong last_of_equal
# Takes the last of equal values.
# hint: the first counts
# of: solution
-     place = windows.argmax(axis=-1)
+     place = 3 - windows[..., ::-1].argmax(axis=-1)

# %% wrong place_in_window
# Gives the place within the window.
# hint: place within the window
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), place

# %% wrong pooled_width
# Multiplies by the width after pooling.
# hint: width after pooling
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1), row * columns + column

# %% wrong ties_column_by_column
# Goes through a window column by column: of equal values the one below comes before the one beside.
# hint: top right comes before bottom left
import numpy as np


def max_pool_with_indices(maps):
    height, width, channels = maps.shape
    h, w = height // 2, width // 2
    windows = maps[: 2 * h, : 2 * w].reshape(h, 2, w, 2, channels).transpose(0, 2, 4, 3, 1).reshape(h, w, channels, 4)
    place = windows.argmax(axis=-1)
    row = 2 * np.arange(h)[:, None, None] + place % 2
    column = 2 * np.arange(w)[None, :, None] + place // 2
    return windows.max(axis=-1), row * width + column

# %% wrong values_only
# Returns the values only.
# hint: return a pair
# of: solution
-     return windows.max(axis=-1), row * width + column
+     return windows.max(axis=-1)
