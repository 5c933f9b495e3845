# Divides sums in place of averaging ratios.
# hint: ratio of sums
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    return (
        right.sum() / there.sum(),
        np.mean(right[occurs] / there[occurs]),
        right.sum() / union.sum(),
        np.sum(there[known] / there.sum() * iou),
    )
