# Counts the intersection twice in the union.
# hint: counted twice
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    return (
        right.sum() / there.sum(),
        np.mean(right[occurs] / there[occurs]),
        np.mean(iou),
        np.sum(there[known] / there.sum() * iou),
    )
