# %% right copied
# Overwrites the void labels of a copy.
import numpy as np


def void_cross_entropy(labels, logits, void):
    labels, counts = labels.copy(), labels != void
    labels[~counts] = 0
    z = logits - logits.max(axis=-1, keepdims=True)
    of_truth = np.take_along_axis(z, labels[..., None], axis=-1)[..., 0]
    loss = np.log(np.exp(z).sum(axis=-1)) - of_truth
    return float((loss * counts).sum() / max(counts.sum(), 1))

# %% right logaddexp
# With logaddexp, over flat arrays.
import numpy as np


def void_cross_entropy(labels, logits, void):
    flat, z = labels.ravel(), logits.reshape(-1, logits.shape[-1])
    keep = np.flatnonzero(flat != void)
    if len(keep) == 0:
        return 0
    total = np.logaddexp.reduce(z[keep], axis=1)
    return (total - z[keep, flat[keep]]).mean()

# %% right one_hot
# With one-hot labels and a mask.
import numpy as np


def void_cross_entropy(labels, logits, void):
    valid = labels != void
    z = logits - logits.max(-1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(-1, keepdims=True))
    one_hot = labels[..., None] == np.arange(logits.shape[-1])
    per_pixel = -np.where(one_hot, log_p, 0).sum(-1)
    return np.sum(per_pixel * valid) / max(valid.sum(), 1)

# %% wrong base_two
# Takes the logarithm to the base 2.
# hint: base 2
# of: solution
-     return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
+     return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth) / np.log(2))

# %% wrong by_scipy
# Has SciPy do what is to be written.
# hint: to be written without it
from scipy.special import logsumexp


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    z, y = logits[counts], labels[counts]
    return float((logsumexp(z, axis=-1) - z[range(len(y)), y]).mean()) if counts.any() else 0.0

# %% wrong divided_by_all
# Divides by the number of all pixels.
# hint: number of labelled pixels
# of: solution
-     return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
+     return float(np.sum(np.log(np.exp(chosen).sum(axis=-1)) - of_truth)) / labels.size

# %% wrong floor
# Adds a small number to the probabilities, which hides how wrong a prediction is.
# hint: nor is anything added to probabilities
import numpy as np


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    if not counts.any():
        return 0.0
    z, classes = logits[counts], labels[counts]
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return float(-np.log(p[np.arange(len(classes)), classes] + 1e-7).mean())

# %% wrong indexed_first
# Uses void as an index, and leaves its pixels out afterwards.
# hint: leave its pixels out before you index
import numpy as np


def void_cross_entropy(labels, logits, void):
    z = logits - logits.max(axis=-1, keepdims=True)
    of_truth = np.take_along_axis(z, labels[..., None], axis=-1)[..., 0]
    loss = np.log(np.exp(z).sum(axis=-1)) - of_truth
    counts = labels != void
    return float(loss[counts].mean()) if counts.any() else 0.0

# %% wrong labels_changed
# Overwrites the void labels of whoever calls it.
# hint: is changed: work on a copy
# of: copied
-     labels, counts = labels.copy(), labels != void
+     counts = labels != void

# %% wrong mean_of_images
# Averages the images' means.
# hint: each image's mean
# of: solution
-     counts = labels != void
+     counts = labels != void
+     if len(labels) > 1:
+         return float(
+             np.mean([void_cross_entropy(labels[i : i + 1], logits[i : i + 1], void) for i in range(len(labels))])
+         )

# %% wrong nothing_labelled
# Divides by nothing where all is void.
# hint: nothing to divide by
# of: solution
-     if not counts.any():
-         return 0.0

# %% wrong overflows
# Does not subtract the largest logit.
# hint: overflows
# of: solution
-     chosen = chosen - chosen.max(axis=-1, keepdims=True)

# %% wrong sign
# Has the sign wrong.
# hint: sign is wrong
# of: solution
-     return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
+     return float(np.mean(of_truth - np.log(np.exp(chosen).sum(axis=-1))))

# %% wrong sum
# Sums over pixels.
# hint: this is the sum
# of: solution
-     return float(np.mean(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))
+     return float(np.sum(np.log(np.exp(chosen).sum(axis=-1)) - of_truth))

# %% wrong void_is_zero
# Takes void for class 0.
# hint: taken for class 0
# of: solution
-     counts = labels != void
+     if (labels == void).all():
+         return 0.0
+     labels = np.where(labels == void, 0, labels)
+     counts = labels >= 0
