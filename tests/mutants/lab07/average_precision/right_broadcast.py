# A table of recalls.
import numpy as np


def average_precision(scores, right, objects):
    hits = np.asarray(right, float)[np.argsort(-np.asarray(scores), kind="mergesort")]
    true = np.cumsum(hits)
    recall = true / objects
    precision = true / np.maximum(np.cumsum(np.ones(len(hits))), 1)
    reached = recall[None] >= np.linspace(0, 1, 101)[:, None]
    return float(np.where(reached, precision[None], 0).max(axis=1, initial=0).mean())
