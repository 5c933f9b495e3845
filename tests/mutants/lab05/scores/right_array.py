# As an array.
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    accuracy, of_classes = right.sum() / there.sum(), np.mean(right[occurs] / there[occurs])
    mean, weighted = np.mean(iou), np.sum(there[known] / there.sum() * iou)
    return np.array([accuracy, of_classes, mean, weighted])
