# Boxes stay in pixels of the whole image.
# hint: subtract left and top
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    image = image[top : top + size, left : left + size]
    cut = instances[top : top + size, left : left + size]
    boxes, kept, new = [], [], np.zeros_like(cut)
    for k in range(len(labels)):
        rows, columns = np.where(cut == k + 1)
        if len(rows):
            boxes.append([columns.min() + left, rows.min() + top, columns.max() + 1 + left, rows.max() + 1 + top])
            kept.append(labels[k])
            new[rows, columns] = len(kept)
    return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new
