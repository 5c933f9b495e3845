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
