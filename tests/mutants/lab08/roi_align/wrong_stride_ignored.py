# Reads the map as if it were the image.
# hint: divide by stride
import numpy as np


def bilinear(features, y, x):
    height, width, _ = features.shape
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    i, j = int(y), int(x)
    k, m = min(i + 1, height - 1), min(j + 1, width - 1)
    a, b = y - i, x - j
    upper = (1 - b) * features[i, j] + b * features[i, m]
    lower = (1 - b) * features[k, j] + b * features[k, m]
    return (1 - a) * upper + a * lower


def roi_align(features, box, size, stride, samples=2):
    x1, y1, x2, y2 = box
    bin_height, bin_width = (y2 - y1) / size, (x2 - x1) / size
    out = np.zeros((size, size, features.shape[2]))
    for row in range(size):
        for column in range(size):
            values = []
            for k in range(samples):
                for m in range(samples):
                    y = y1 + (row + (k + 0.5) / samples) * bin_height
                    x = x1 + (column + (m + 0.5) / samples) * bin_width
                    values.append(bilinear(features, y - 0.5, x - 0.5))
            out[row, column] = np.mean(values, axis=0)
    return out
