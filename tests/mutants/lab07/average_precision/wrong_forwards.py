# The highest precision so far, and not from here on.
# hint: any *later* place
import numpy as np


def average_precision(scores, right, objects):
    if len(scores) == 0:
        return 0.0
    t = np.cumsum(np.asarray(right)[np.argsort(-np.asarray(scores), kind="stable")])
    p = t / np.arange(1, len(t) + 1)
    r = t / objects
    p = np.maximum.accumulate(p)
    pl = np.searchsorted(r, np.linspace(0, 1, 101), side="left")
    return float(np.append(p, 0)[pl].mean())
