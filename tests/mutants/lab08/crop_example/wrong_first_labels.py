# The first V labels.
# hint: yours are the first of all
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    window = np.s_[top : top + size, left : left + size]
    old = instances[window]
    seen = [number for number in np.unique(old) if number]
    boxes, new = np.zeros((len(seen), 4)), np.zeros_like(old)
    for k, number in enumerate(seen):
        y, x = np.nonzero(old == number)
        boxes[k] = x.min(), y.min(), x.max() + 1, y.max() + 1
        new[old == number] = k + 1
    return image[window], boxes, labels[: len(seen)], new
