# Gives the mean IoU twice.
# hint: unweighted mean
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
        np.mean(iou),
    )
