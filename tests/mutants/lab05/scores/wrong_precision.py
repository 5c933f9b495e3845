# Divides by what was predicted.
# hint: this is precision
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    return (
        right.sum() / there.sum(),
        np.mean(right[said > 0] / said[said > 0]),
        np.mean(iou),
        np.sum(there[known] / there.sum() * iou),
    )
