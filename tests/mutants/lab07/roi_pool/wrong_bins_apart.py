# Bins do not share cells.
# hint: neighbours may share one
import numpy as np


def roi_pool(features, boxes, size, stride):
    height, width, channels = features.shape
    pooled = np.zeros((len(boxes), size, size, channels), features.dtype)

    def bins(first, last, length):
        first, last = np.clip([first, last], 0, length - 1)
        cells = last - first + 1
        return [
            slice(first + i * cells // size, first + max((i + 1) * cells // size, i * cells // size + 1))
            for i in range(size)
        ]

    for number, box in enumerate(np.floor(np.asarray(boxes) / stride + 0.5).astype(int)):
        rows, columns = bins(box[1], box[3], height), bins(box[0], box[2], width)
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                pooled[number, i, j] = features[row, column].max(axis=(0, 1))
    return pooled
