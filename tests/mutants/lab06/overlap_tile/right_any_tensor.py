# Asks about m with the image's first tile, sorts by whole rows of tiles.
import numpy as np


def overlap_tile(predict, image, tile_size, step):
    height, width, channels = image.shape
    size = int(predict(np.zeros((1, tile_size, tile_size, channels), "float32")).shape[1])
    margin = (tile_size - size) // 2
    more = margin + tile_size
    wide = np.pad(image, [(margin, more), (margin, more), (0, 0)], "reflect")
    rows = []
    for top in range(0, height, step):
        tiles = [wide[top : top + tile_size, left : left + tile_size] for left in range(0, width, step)]
        maps = np.asarray(predict(np.stack(tiles)), dtype=float)
        rows.append(np.concatenate(list(maps[:, :step, :step]), axis=1))
    return np.concatenate(rows)[:height, :width]
