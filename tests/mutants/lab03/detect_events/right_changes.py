# Where the class changes, by NumPy; events as lists.
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    label = np.where(probabilities.max(axis=1) >= threshold, probabilities.argmax(axis=1), -1)
    borders = np.flatnonzero(np.diff(label)) + 1
    first = np.concatenate([[0], borders])
    after = np.concatenate([borders, [len(label)]])
    offset = window / 2 - hop / 2
    return [[a * hop + offset, b * hop + offset, int(label[a])] for a, b in zip(first, after) if label[a] >= 0]
