# %% right add_at
# Adds one at each pair.
import numpy as np


def confusion(labels, predictions, classes, void):
    keep = np.ravel(labels) != void
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (np.ravel(labels)[keep], np.ravel(predictions)[keep]), 1)
    return matrix

# %% right one_hot
# As a product of two one-hot matrices.
import numpy as np


def confusion(labels, predictions, classes, void):
    keep = labels != void
    truth = np.equal.outer(np.arange(classes), labels[keep]).astype(int)
    said = np.equal.outer(predictions[keep], np.arange(classes)).astype(int)
    return truth @ said

# %% wrong labels_changed
# Overwrites the void labels of whoever calls it.
# hint: is changed: work on a copy
# of: solution
-     pairs = labels[counts].astype(int) * classes + predictions[counts]
+     labels[~counts] = 0
+     pairs = classes * labels[counts] + predictions[counts]

# %% wrong missing_rows
# Has rows for the classes that occur only.
# hint: one row and one column per class
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    present = np.union1d(labels[counts], predictions[counts])
    return np.array([[np.sum((labels == a) & (predictions == b)) for b in present] for a in present])

# %% wrong no_minlength
# Counts no further than the largest pair that occurs.
# hint: minlength=classes**2
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels != void
    return np.bincount(classes * labels[counts] + predictions[counts]).reshape(classes, classes)

# %% wrong not_flat
# Counts an array of several axes.
# hint: np.bincount counts a flat array
import numpy as np


def confusion(labels, predictions, classes, void):
    return np.bincount(classes * labels + predictions, minlength=classes**2).reshape(classes, classes)

# %% wrong only_below
# Takes void for a number above the classes.
# hint: void may be any number
import numpy as np


def confusion(labels, predictions, classes, void):
    counts = labels < classes
    pairs = classes * labels[counts] + predictions[counts]
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

# %% wrong row_shares
# Gives shares of each row.
# hint: shares of each row
# of: solution
-     return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
+     counts = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
+     return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

# %% wrong shares
# Gives shares.
# hint: count pixels
# of: solution
-     return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
+     return np.bincount(pairs, minlength=classes**2).reshape(classes, classes) / len(pairs)

# %% wrong transposed
# Rows are what was predicted.
# hint: exchanged
# of: solution
-     return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
+     return np.bincount(pairs, minlength=classes**2).reshape(classes, classes).T

# %% wrong void_255_only
# Leaves out 255 only.
# hint: leave them out
# of: solution
-     counts = labels != void
+     counts = labels != 255
+     labels = np.clip(labels, 0, classes - 1)

# %% wrong void_is_last
# Counts void as the last class.
# hint: counted as the last class
# of: solution
-     counts = labels != void
+     labels = np.where((labels < 0) | (labels >= classes), classes - 1, labels)
+     counts = labels >= 0

# %% wrong void_is_zero
# Counts void as class 0.
# hint: counted as class 0
# of: solution
-     counts = labels != void
+     labels = np.where(labels == void, 0, labels)
+     counts = labels >= 0
