# Pads a whole tile on every side and asks tile by tile.
import numpy as np


def overlap_tile(predict, image, tile_size, step):
    height, width = image.shape[:2]
    padded = np.pad(image, ((tile_size, tile_size + step), (tile_size, tile_size + step), (0, 0)), mode="reflect")
    result = None
    for row in range(0, height, step):
        for column in range(0, width, step):
            if result is None:
                size = np.shape(predict(padded[:tile_size, :tile_size][None]))[1]
                margin = (tile_size - size) // 2
            top, left = row + tile_size - margin, column + tile_size - margin
            answer = np.array(predict(padded[None, top : top + tile_size, left : left + tile_size]))[0]
            if result is None:
                result = np.empty((height, width, answer.shape[-1]))
            part = result[row : row + step, column : column + step]
            part[...] = answer[: part.shape[0], : part.shape[1]]
    return result
