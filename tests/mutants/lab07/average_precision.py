# %% right broadcast
# A table of recalls.
import numpy as np


def average_precision(scores, right, objects):
    hits = np.asarray(right, float)[np.argsort(-np.asarray(scores), kind="mergesort")]
    true = np.cumsum(hits)
    recall = true / objects
    precision = true / np.maximum(np.cumsum(np.ones(len(hits))), 1)
    reached = recall[None] >= np.linspace(0, 1, 101)[:, None]
    return float(np.where(reached, precision[None], 0).max(axis=1, initial=0).mean())

# %% right loop
# One recall after the other.
import numpy as np


def average_precision(scores, right, objects):
    order = sorted(range(len(scores)), key=lambda k: -scores[k])
    true, points = 0, []
    for count, place in enumerate(order, start=1):
        true += bool(right[place])
        points.append((true / objects, true / count))
    total = 0
    for wanted in np.linspace(0, 1, 101):
        total += max([precision for recall, precision in points if recall >= wanted], default=0)
    return total / 101

# %% wrong ascending
# Begins with the least sure.
# hint: from the lowest score up
# of: solution
-     order = np.argsort(-scores, kind="stable")
+     order = np.argsort(scores)

# %% wrong eleven
# Eleven recalls.
# hint: 11 recalls
# of: solution
-     places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
+     places = np.searchsorted(recall, np.linspace(0, 1, 11), side="left")

# %% wrong forwards
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

# %% wrong found_only
# Divides by the number found.
# hint: not of those that were found
# of: solution
-     recall, precision = true / objects, true / np.arange(1, len(order) + 1)
+     recall, precision = true / max(right.sum(), 1), true / np.arange(1, len(order) + 1)

# %% wrong not_falling
# Leaves the curve as it is.
# hint: make the curve fall
# of: solution
-     return np.append(falling, 0)[places].mean()
+     return np.append(precision, 0)[places].mean()

# %% wrong right_side
# Reads the curve one place late.
# hint: at least the one asked for
# of: solution
-     places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
+     places = np.searchsorted(recall, np.linspace(0, 1, 101), side="right")

# %% wrong steps
# The area under the steps.
# hint: area under its steps
# of: solution
-     places = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
-     return np.append(falling, 0)[places].mean()
+     return np.sum(falling * np.diff(recall, prepend=0))

# %% wrong unsorted
# Takes the detections as they come.
# hint: not sorted by falling scores
# of: solution
-     order = np.argsort(-scores, kind="stable")
+     order = np.arange(len(scores))
