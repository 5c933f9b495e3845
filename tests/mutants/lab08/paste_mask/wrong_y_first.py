# Takes the box for y1, x1, y2, x2.
# hint: box is x1, y1, x2, y2
import numpy as np


def paste_mask(mask, box, height, width):
    y1, x1, y2, x2 = box
    size = len(mask)
    pasted = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            y, x = row + 0.5, column + 0.5
            if not (y1 <= y <= y2 and x1 <= x <= x2):
                continue
            v = (y - y1) / (y2 - y1) * size - 0.5
            u = (x - x1) / (x2 - x1) * size - 0.5
            v, u = min(max(v, 0), size - 1), min(max(u, 0), size - 1)
            i, j = int(v), int(u)
            k, m = min(i + 1, size - 1), min(j + 1, size - 1)
            a, b = v - i, u - j
            upper = (1 - b) * mask[i, j] + b * mask[i, m]
            lower = (1 - b) * mask[k, j] + b * mask[k, m]
            pasted[row, column] = (1 - a) * upper + a * lower
    return pasted
