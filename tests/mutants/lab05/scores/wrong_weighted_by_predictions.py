# Weights by what was predicted.
# hint: weighted by what was predicted
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    return (
        right.sum() / there.sum(),
        np.mean(right[occurs] / there[occurs]),
        np.mean(iou),
        np.sum(said[known] / said.sum() * iou),
    )
