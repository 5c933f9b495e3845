# With NaN for what is missing, and nanmean.
import numpy as np


def scores(counts):
    hit, there, said = np.diag(counts).astype(float), counts.sum(1), counts.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = hit / there
        iou = hit / (there + said - hit)
    return hit.sum() / counts.sum(), np.nanmean(recall), np.nanmean(iou), np.nansum(there * iou) / there.sum()
