# A table of shared pixels.
import numpy as np


def match_objects(truth, predicted):
    rows, columns = truth.max() + 1, predicted.max() + 1
    table = np.zeros((rows, columns), int)
    np.add.at(table, (truth.ravel(), predicted.ravel()), 1)
    union = table.sum(1)[:, None] + table.sum(0)[None] - table
    match = (table / np.maximum(union, 1))[1:, 1:] > 0.5
    found = int(match.sum())
    return found, int((~match.any(axis=0)).sum()), int((~match.any(axis=1)).sum())
