# %% right offset
# Each class is moved to a place of its own.
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    extent = np.max(np.abs(boxes), initial=0) * 2 + 1
    moved = boxes + (classes * extent)[:, None]
    return nms(moved, scores, threshold)

# %% right sets
# A list of pairs, sorted at the end.
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    pairs = []
    for label in set(classes.tolist()):
        index = np.where(classes == label)[0]
        pairs += [(-scores[index[k]], index[k]) for k in nms(boxes[index], scores[index], threshold)]
    return np.array([int(place) for _, place in sorted(pairs)], dtype=int)

# %% wrong best_of_class
# Keeps one box a class.
# hint: only the best box of each class
# of: solution
-         kept.append(places[nms(boxes[places], scores[places], threshold)])
+         kept.append(places[nms(boxes[places], scores[places], threshold)][:1])

# %% wrong class_after_class
# Class after class, without sorting.
# hint: class after class
# of: solution
-     return kept[np.argsort(-scores[kept], kind="stable")]
+     return kept

# %% wrong classes_ignored
# Suppresses over all classes.
# hint: classes are ignored
def nms_per_class(boxes, scores, classes, threshold):
    return nms(boxes, scores, threshold)

# %% wrong in_place
# Shifts classes apart in the caller's boxes.
# hint: writes into an array that it was given
import numpy as np


def nms_per_class(boxes, scores, classes, threshold):
    if not len(boxes):
        return np.zeros(0, int)
    boxes += (classes * (boxes.max() + 1))[:, None]
    return nms(boxes, scores, threshold)

# %% wrong index_order
# Returns the places in index order.
# hint: in the order of `boxes`
# of: solution
-     return kept[np.argsort(-scores[kept], kind="stable")]
+     return np.sort(kept)

# %% wrong places_within_class
# Returns places within the class.
# hint: places within a class
# of: solution
-         kept.append(places[nms(boxes[places], scores[places], threshold)])
+         kept.append(nms(boxes[places], scores[places], threshold))

-     return kept[np.argsort(-scores[kept], kind="stable")]
+     return kept

# %% wrong small_offset
# Shifts classes apart by less than the image is wide.
# hint: shift classes apart by more than
def nms_per_class(boxes, scores, classes, threshold):
    return nms(boxes + classes[:, None] * 100, scores, threshold)

# %% wrong worst_first
# Sorts with the worst first.
# hint: the best comes last
# of: solution
-     return kept[np.argsort(-scores[kept], kind="stable")]
+     return kept[np.argsort(scores[kept])]
