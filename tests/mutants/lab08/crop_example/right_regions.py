# SciPy finds the regions.
import numpy as np
from scipy import ndimage


def crop_example(image, labels, instances, top, left, size):
    bottom, right = top + size, left + size
    cut = instances[top:bottom, left:right]
    found = ndimage.find_objects(cut)
    seen = [k for k, place in enumerate(found) if place is not None]
    boxes = np.zeros((len(seen), 4), "float32")
    table = np.zeros(len(labels) + 1, cut.dtype)
    for number, k in enumerate(seen):
        rows, columns = found[k]
        boxes[number] = columns.start, rows.start, columns.stop, rows.stop
        table[k + 1] = number + 1
    return image[top:bottom, left:right], boxes, np.asarray(labels)[seen].astype(int), table[cut]
