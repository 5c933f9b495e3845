# Tiles stand as far apart as comes out of them.
# hint: `step` is ignored
import math

import numpy as np


def overlap_tile(predict, image, tile_size, step):
    step = predict(np.zeros((1, tile_size, tile_size, image.shape[2]), image.dtype)).shape[1]
    height, width, _ = image.shape
    rows, columns = math.ceil(height / step), math.ceil(width / step)
    first = np.asarray(predict(np.zeros((1, tile_size, tile_size, image.shape[2]), image.dtype)))
    margin = (tile_size - first.shape[1]) // 2
    after = [(count - 1) * step + tile_size - margin - side for count, side in ((rows, height), (columns, width))]
    wide = np.pad(image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect")
    answer = np.zeros((rows * step, columns * step, first.shape[-1]), "float32")
    for top in range(0, rows * step, step):
        for left in range(0, columns * step, step):
            tile = wide[top : top + tile_size, left : left + tile_size]
            maps = np.asarray(predict(tile[None]))[0]
            answer[top : top + step, left : left + step] = maps[:step, :step]
    return answer[:height, :width]
