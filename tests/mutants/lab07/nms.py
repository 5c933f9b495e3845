# %% right flags
# A flag for each box that is gone.
import numpy as np


def nms(boxes, scores, threshold):
    n = len(boxes)
    gone = np.zeros(n, dtype=bool)
    kept = []
    for i in sorted(range(n), key=lambda k: (-scores[k], k)):
        if gone[i]:
            continue
        kept.append(i)
        gone |= iou(boxes[i : i + 1], boxes)[0] > threshold
    return np.array(kept, dtype=np.int64)

# %% right list
# Returns a list, and works on a table of overlaps.
import numpy as np


def nms(boxes, scores, threshold):
    if len(boxes) == 0:
        return []
    table = iou(boxes, boxes)
    left = list(np.argsort(-np.asarray(scores), kind="mergesort"))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        left = [k for k in left if table[best, k] <= threshold]
    return kept

# %% right own_scores
# Marks boxes that are gone in a copy of the scores.
import numpy as np


def nms(boxes, scores, threshold):
    scores, kept = np.array(scores, float), []
    while len(scores) and scores.max() > -np.inf:
        best = int(scores.argmax())
        kept.append(best)
        scores[iou(boxes[[best]], boxes)[0] > threshold] = -np.inf
        scores[best] = -np.inf
    return np.array(kept, int)

# %% wrong ascending
# Starts with the worst box.
# hint: from the worst to the best
# of: solution
-     order = np.argsort(-scores, kind="stable")
+     order = np.argsort(scores, kind="stable")

# %% wrong dropped_suppress
# Boxes that were dropped still drop others.
# hint: a dropped box must not drop others
import numpy as np


def nms(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    overlaps = iou(boxes[order], boxes[order])
    kept = [order[k] for k in range(len(order)) if (overlaps[k, :k] <= threshold).all()]
    return np.array(kept, int)

# %% wrong in_place
# Marks boxes that are gone in the caller's scores.
# hint: writes into an array that it was given
# of: own_scores
-     scores, kept = np.array(scores, float), []
+     kept = []

# %% wrong last_of_equals
# Of equal scores the last goes first.
# hint: of equal scores the first goes first
# of: solution
-     order = np.argsort(-scores, kind="stable")
+     order = np.argsort(scores, kind="stable")[::-1]

# %% wrong not_stable
# NumPy's default sort leaves the order of equal scores to chance.
# hint: sort stably
# of: solution
-     order = np.argsort(-scores, kind="stable")
-     kept = []
+     order, kept = np.argsort(-scores), []

# %% wrong one_only
# Keeps the single best box.
# hint: only the single best
# of: solution
-     return np.array(kept, int)
+     return np.array(kept[:1], int)

# %% wrong positive_scores
# Boxes with negative scores are lost.
# hint: scores may be negative
import numpy as np


def nms(boxes, scores, threshold):
    scores, kept = np.array(scores), []
    while (scores > 0).any():
        best = scores.argmax()
        kept.append(best)
        scores[iou(boxes[[best]], boxes)[0] > threshold] = 0
        scores[best] = 0
    return np.array(kept, int)

# %% wrong sorted_places
# Returns the places in index order.
# hint: return the best first
# of: solution
-     return np.array(kept, int)
+     return np.sort(np.array(kept, int))

# %% wrong strict
# Drops a box that overlaps just as much as the threshold.
# hint: equal to the threshold is allowed
# of: solution
-         order = order[iou(boxes[[best]], boxes[order])[0] <= threshold]
+         order = order[iou(boxes[[best]], boxes[order])[0] < threshold]

# %% wrong unsorted
# Goes through the boxes as they come.
# hint: not sorted by their scores
# of: solution
-     order = np.argsort(-scores, kind="stable")
+     order = np.arange(len(scores))
