# Counts in a slice of the box, which is rounded: the same pixels have their centres in it.
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k, box in enumerate(boxes):
        mask = instances == k + 1
        x1, y1, x2, y2 = np.maximum(np.round(box), 0).astype(int)
        total = mask.sum()
        shares.append(1 - mask[y1:y2, x1:x2].sum() / total if total else 0.0)
    return np.array(shares)
