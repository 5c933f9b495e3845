# %% right array
# As an array.
import numpy as np


def scores(counts):
    right, there, said = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    union = there + said - right
    known, occurs = union > 0, there > 0
    iou = right[known] / union[known]
    accuracy, of_classes = right.sum() / there.sum(), np.mean(right[occurs] / there[occurs])
    mean, weighted = np.mean(iou), np.sum(there[known] / there.sum() * iou)
    return np.array([accuracy, of_classes, mean, weighted])

# %% right class_by_class
# Class by class.
def scores(counts):
    n = len(counts)
    total = counts.sum()
    recalls, ious, weighted = [], [], 0.0
    for i in range(n):
        t, p, hit = counts[i].sum(), counts[:, i].sum(), counts[i, i]
        if t:
            recalls.append(hit / t)
        if t + p:
            ious.append(hit / (t + p - hit))
            weighted += t / total * ious[-1]
    return [sum(counts[i, i] for i in range(n)) / total, sum(recalls) / len(recalls), sum(ious) / len(ious), weighted]

# %% right nanmean
# With NaN for what is missing, and nanmean.
import numpy as np


def scores(counts):
    hit, there, said = np.diag(counts).astype(float), counts.sum(1), counts.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = hit / there
        iou = hit / (there + said - hit)
    return hit.sum() / counts.sum(), np.nanmean(recall), np.nanmean(iou), np.nansum(there * iou) / there.sum()

# %% wrong dice
# Computes Dice in place of IoU.
# hint: this is Dice
# of: solution
-     iou = right[known] / union[known]
+     iou = 2 * right[known] / (there + said)[known]

# %% wrong missing_as_zero
# Counts classes that are missing as 0.
# hint: not counted as 0
# of: solution
-         np.mean(iou),
+         np.sum(iou) / len(counts),

# %% wrong nan
# Does not look after missing classes.
# hint: not a number
# of: solution
-     known, occurs = union > 0, there > 0
+     known, occurs = union >= 0, there >= 0

# %% wrong order
# Mean IoU comes second.
# hint: in another order
# of: array
-     return np.array([accuracy, of_classes, mean, weighted])
+     return accuracy, mean, of_classes, weighted

# %% wrong per_cent
# In per cent.
# hint: per cent
# of: array
-     return np.array([accuracy, of_classes, mean, weighted])
+     return 100 * accuracy, 100 * of_classes, 100 * mean, 100 * weighted

# %% wrong precision
# Divides by what was predicted.
# hint: this is precision
# of: solution
-         np.mean(right[occurs] / there[occurs]),
+         np.mean(right[said > 0] / said[said > 0]),

# %% wrong predicted_only_left_out
# Leaves out classes that were only predicted.
# hint: has IoU 0
# of: solution
-         np.mean(iou),
+         np.mean(right[occurs] / union[occurs]),

# %% wrong ratio_of_sums
# Divides sums in place of averaging ratios.
# hint: ratio of sums
# of: solution
-         np.mean(iou),
+         right.sum() / union.sum(),

# %% wrong recall_missing_as_zero
# Counts the accuracy of classes that are missing as 0.
# hint: must not be counted as 0
# of: solution
-         np.mean(right[occurs] / there[occurs]),
+         np.sum(right[occurs] / there[occurs]) / len(counts),

# %% wrong three
# Leaves the last score out.
# hint: return four numbers
# of: array
-     return np.array([accuracy, of_classes, mean, weighted])
+     return accuracy, of_classes, mean

# %% wrong union_counted_twice
# Counts the intersection twice in the union.
# hint: counted twice
# of: solution
-     union = there + said - right
+     union = there + said

# %% wrong unweighted
# Gives the mean IoU twice.
# hint: unweighted mean
# of: solution
-         np.sum(there[known] / there.sum() * iou),
+         np.mean(iou),

# %% wrong weighted_by_predictions
# Weights by what was predicted.
# hint: weighted by what was predicted
# of: solution
-         np.sum(there[known] / there.sum() * iou),
+         np.sum(said[known] / said.sum() * iou),
