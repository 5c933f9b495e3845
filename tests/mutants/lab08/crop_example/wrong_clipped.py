# Moves and clips the old boxes.
# hint: draw new ones
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    image = image[top : top + size, left : left + size]
    cut = instances[top : top + size, left : left + size]
    boxes, kept, new = [], [], np.zeros_like(cut)
    for k in range(len(labels)):
        rows, columns = np.where(cut == k + 1)
        if len(rows):
            y, x = np.where(instances == k + 1)
            box = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1]) - [left, top, left, top]
            boxes.append(np.clip(box, 0, size))
            kept.append(labels[k])
            new[rows, columns] = len(kept)
    return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new
