# %% right last_of_equals
# The last of equal objects, where an anchor touches none.
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    objects_count, anchors_count = overlaps.shape
    states = np.full(anchors_count, -1)
    objects = np.zeros(anchors_count, int)
    if objects_count == 0:
        return np.zeros(anchors_count, int), objects
    for n in range(anchors_count):
        column = overlaps[:, n]
        objects[n] = objects_count - 1 - np.argmax(column[::-1])
        if column.max() >= high:
            states[n] = 1
        elif column.max() < low:
            states[n] = 0
    for m in range(objects_count):
        best = overlaps[m].max()
        if best > 0:
            states[overlaps[m] == best] = 1
    return states, objects

# %% right loops
# With loops.
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    objects_count, anchors_count = overlaps.shape
    states = np.full(anchors_count, -1)
    objects = np.zeros(anchors_count, int)
    if objects_count == 0:
        return np.zeros(anchors_count, int), objects
    for n in range(anchors_count):
        column = overlaps[:, n]
        objects[n] = np.argmax(column)
        if column.max() >= high:
            states[n] = 1
        elif column.max() < low:
            states[n] = 0
    for m in range(objects_count):
        best = overlaps[m].max()
        if best > 0:
            states[overlaps[m] == best] = 1
    return states, objects

# %% right only_where_needed
# The second rule only for objects without a good anchor: the others have their best one already.
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.where(best >= high, 1, np.where(best < low, 0, -1))
    for row in overlaps:
        if row.max() < high and row.max() > 0:
            states[row == row.max()] = 1
    return states, overlaps.argmax(0)

# %% right padded
# A row of zeros makes images without objects like all others.
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    padded = np.vstack([overlaps, np.zeros((1, overlaps.shape[1]))])
    best = np.max(padded, axis=0)
    states = -np.ones(len(best), dtype=int)
    states[best < low] = 0
    states[best >= high] = 1
    own_best = padded.max(axis=1)
    rows, columns = np.where((padded == own_best[:, None]) & (padded > 0))
    states[columns] = 1
    objects = np.argmax(padded, axis=0)
    objects[best == 0] = 0
    return [states, objects]

# %% wrong any_object
# Negative if it stays below `low` with any object.
# hint: with all objects
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.full(N, -1)
    states[(overlaps < low).any(0)] = 0
    states[best >= high] = 1
    states[((overlaps == overlaps.max(1, keepdims=True)) & (overlaps > 0)).any(0)] = 1
    return states, overlaps.argmax(0)

# %% wrong best_from_a_tenth
# The best anchor of an object only from an overlap of 0.1 on.
# hint: below 0.1 too
# of: loops
-         if best > 0:
+         if best >= 0.1:

# %% wrong crash_when_empty
# Fails on images without objects.
# hint: without objects every anchor
# of: loops
-     if objects_count == 0:
-         return np.zeros(anchors_count, int), objects

# %% wrong fixed_limits
# The limits are fixed.
# hint: are arguments
# of: loops
-         if column.max() >= high:
+         if column.max() >= 0.7:

-         elif column.max() < low:
+         elif column.max() < 0.3:

# %% wrong floats
# Places as floats.
# hint: return ints
# of: loops
-     objects = np.zeros(anchors_count, int)
+     objects = np.zeros(anchors_count)

# %% wrong from_one
# Objects count from 1.
# hint: count from 0
# of: loops
-     return states, objects
+     return states, objects + 1

# %% wrong ignored_when_empty
# Without objects all anchors are ignored.
# hint: every anchor is negative
# of: only_where_needed
-         return np.zeros(N, int), np.zeros(N, int)
+         return np.full(N, -1), np.zeros(N, int)

-         if row.max() < high and row.max() > 0:
+         if row.max() > 0:

# %% wrong iou_returned
# Returns the overlaps.
# hint: not the object's place
# of: loops
-     return states, objects
+     return states, overlaps.max(axis=0)

# %% wrong low_too
# An IoU of exactly `low` is negative.
# hint: exactly `low`
# of: loops
-         elif column.max() < low:
+         elif column.max() <= low:

# %% wrong no_best
# Forgets the best anchor of each object.
# hint: best anchor of each object is positive too
# of: loops
-     for m in range(objects_count):
-         best = overlaps[m].max()
-         if best > 0:
-             states[overlaps[m] == best] = 1

# %% wrong no_place
# -1 in place of an object that does not exist.
# hint: not -1
# of: only_where_needed
-         if row.max() < high and row.max() > 0:
+         if row.max() > 0:

-     return states, overlaps.argmax(0)
+     return states, np.where(best > 0, overlaps.argmax(0), -1)

# %% wrong nothing_ignored
# What is not positive is negative.
# hint: is ignored: -1
# of: loops
-         elif column.max() < low:
+         else:

# %% wrong of_objects
# The best anchor of each object in place of the object of each anchor.
# hint: one entry per anchor
# of: loops
-     return states, objects
+     return states, overlaps.argmax(axis=1)

# %% wrong one_best
# Takes the first of equally good anchors.
# hint: equally good
# of: loops
-             states[overlaps[m] == best] = 1
+             states[np.argmax(overlaps[m])] = 1

# %% wrong order
# Objects first, then states.
# hint: states first
# of: only_where_needed
-         if row.max() < high and row.max() > 0:
+         if row.max() > 0:

-     return states, overlaps.argmax(0)
+     return overlaps.argmax(0), states

# %% wrong other_axis
# Takes the numbers of objects for those of anchors.
# hint: yours are the numbers of objects
# of: only_where_needed
-     for row in overlaps:
-         if row.max() < high and row.max() > 0:
-             states[row == row.max()] = 1
+     states[overlaps.argmax(0)] = 1

# %% wrong own_anchors_only
# The best anchor of an object only where it overlaps no other object more.
# hint: even if it overlaps another
# of: only_where_needed
-     for row in overlaps:
-         if row.max() < high and row.max() > 0:
-             states[row == row.max()] = 1
+     b = (overlaps == overlaps.max(1, keepdims=True)) & (overlaps > 0) & (overlaps == best)
+     states[b.any(0)] = 1

# %% wrong positives_only
# Negative anchors get no object.
# hint: negative ones too
# of: loops
-     return states, objects
+     return states, np.where(states == 1, objects, -1)

# %% wrong second_rule_first
# The negatives are written last, over the best anchors.
# hint: second rule comes last
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    states = np.full(N, -1)
    states[best >= high] = 1
    states[((overlaps == overlaps.max(1, keepdims=True)) & (overlaps > 0)).any(0)] = 1
    states[best < low] = 0
    return states, overlaps.argmax(0)

# %% wrong some_object
# Negative if some object is far away.
# hint: with all objects
# of: loops
-         elif column.max() < low:
+         elif column.min() < low:

# %% wrong states_only
# Returns one array.
# hint: return two arrays
# of: loops
-     return states, objects
+     return states

# %% wrong strict
# An IoU of exactly 0.7 is not enough.
# hint: exactly `high`
# of: loops
-         if column.max() >= high:
+         if column.max() > high:

# %% wrong taken_over
# An object takes its best anchors for itself.
# hint: overlaps most, even where it is
import numpy as np


def label_anchors(overlaps, low=0.3, high=0.7):
    M, N = overlaps.shape
    if M == 0:
        return np.zeros(N, int), np.zeros(N, int)
    best = overlaps.max(0)
    objects = overlaps.argmax(0)
    states = np.full(N, -1)
    states[best >= high] = 1
    states[best < low] = 0
    for m in range(M):
        t = overlaps[m].max()
        if t > 0:
            w = np.flatnonzero(overlaps[m] == t)
            states[w] = 1
            objects[w] = m
    return states, objects

# %% wrong untouched
# An object that no anchor touches makes all anchors positive that miss it.
# hint: no anchor touches
# of: loops
-         if best > 0:
-             states[overlaps[m] == best] = 1
+         states[overlaps[m] == best] = 1

# %% wrong writes
# Writes into the overlaps.
# hint: writes into an array
# of: loops
-             states[n] = 0
+             states[n] = 0
+     overlaps[overlaps == 0] = -1
