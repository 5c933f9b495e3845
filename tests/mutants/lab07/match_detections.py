# %% right loops
# Object by object, with flags.
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    table = iou(np.asarray(boxes), np.asarray(objects))
    verdict = [False] * len(boxes)
    used = [False] * len(objects)
    for d in sorted(range(len(boxes)), key=lambda k: -scores[k]):
        best, where = threshold, None
        for g in range(len(objects)):
            if not used[g] and table[d, g] >= best:
                best, where = table[d, g], g
        if where is not None:
            used[where] = verdict[d] = True
    return np.array(verdict, dtype=bool)

# %% right numbers
# Zeros and ones in place of bools.
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    right = np.zeros(len(boxes), int)
    left = list(range(len(objects)))
    for place in np.argsort(-scores, kind="stable"):
        if not left:
            break
        row = iou(boxes[[place]], objects[left])[0]
        if row.max() >= threshold:
            right[place] = 1
            left.pop(int(row.argmax()))
    return right

# %% wrong doubles
# An object may be taken again and again.
# hint: taken twice
# of: solution
-             overlaps[:, overlaps[place].argmax()] = -1

# %% wrong empty_breaks
# Fails where there is no object.
# hint: zero-size
# of: solution
-         if len(objects) and overlaps[place].max() >= threshold:
+         if overlaps[place].max() >= threshold:

# %% wrong first_choice_only
# Gives up where the best object is taken.
# hint: best of those still free
import numpy as np


def match_detections(boxes, scores, objects, threshold):
    overlaps = iou(boxes, objects)
    right, taken = np.zeros(len(boxes), bool), set()
    for place in np.argsort(-scores, kind="stable"):
        if len(objects) == 0:
            break
        best = overlaps[place].argmax()
        if overlaps[place, best] >= threshold and best not in taken:
            right[place] = True
            taken.add(best)
    return right

# %% wrong in_rank_order
# Returns the verdicts in the order of the scores.
# hint: in the order of `boxes`
# of: solution
-     return right
+     return right[np.argsort(-scores, kind="stable")]

# %% wrong index_order
# Detections choose in the order in which they come.
# hint: in the order of their scores
# of: solution
-     for place in np.argsort(-scores, kind="stable"):
+     for place in range(len(boxes)):

# %% wrong strict
# Just at the threshold is not enough.
# hint: equal to the threshold suffices
# of: solution
-         if len(objects) and overlaps[place].max() >= threshold:
+         if len(objects) and overlaps[place].max() > threshold:

# %% wrong ties_reversed
# Of equal scores the last chooses first.
# hint: of equal scores the first
# of: solution
-     for place in np.argsort(-scores, kind="stable"):
+     for place in np.argsort(scores, kind="stable")[::-1]:

# %% wrong worst_first
# The lowest score chooses first.
# hint: lowest score
# of: solution
-     for place in np.argsort(-scores, kind="stable"):
+     for place in np.argsort(scores):
