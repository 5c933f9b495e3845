# %% right all_distances
# All distances at once, sorted.
import numpy as np
from scipy.ndimage import distance_transform_edt


def weight_map(instances, w0=10, sigma=5):
    labels = [label for label in np.unique(instances) if label]
    n = instances.size
    w = np.empty(instances.shape)
    for inside in (instances > 0, instances == 0):
        w[inside] = n / (2 * inside.sum())
    if len(labels) < 2:
        return w
    d = np.sort([distance_transform_edt(instances != label) for label in labels], axis=0)
    outside = instances == 0
    w[outside] += w0 * np.exp(-((d[0] + d[1])[outside] ** 2) / (2 * sigma**2))
    return w

# %% right tree
# A k-d tree for each cell.
import numpy as np
from scipy.spatial import cKDTree


def weight_map(instances, w0=10, sigma=5):
    background = np.argwhere(instances == 0)
    share = np.mean(instances > 0)
    weights = np.where(instances > 0, 1 / share, 1 / (1 - share)) / 2
    count = int(instances.max())
    if count > 1:
        gaps = np.stack([cKDTree(np.argwhere(instances == k + 1)).query(background)[0] for k in range(count)])
        two = np.partition(gaps, 1, axis=0)[:2].sum(axis=0)
        weights[instances == 0] += w0 * np.exp(-0.5 * (two / sigma) ** 2)
    return weights

# %% wrong class_weights_doubled
# w_c is twice as large.
# hint: first mend w_c
# of: solution
-     weights = np.where(foreground, 0.5 / share, 0.5 / (1 - share))
+     weights = np.where(foreground, 1 / share, 1 / (1 - share))

# %% wrong classes_swapped
# The frequent class weighs more.
# hint: swapped
# of: solution
-     weights = np.where(foreground, 0.5 / share, 0.5 / (1 - share))
+     weights = np.where(foreground, 0.5 / (1 - share), 0.5 / share)

# %% wrong everywhere
# The second term is added to the cells too.
# hint: background alone
# of: solution
-     return weights + np.where(foreground, 0, gap)
+     return weights + gap

# %% wrong library
# The course's own function.
# hint: without it
from course.images import instances as library

weight_map = library.weight_map

# %% wrong nearest_alone
# Only the nearest cell counts.
# hint: nearest cell alone
# of: solution
-     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     gap = w0 * np.exp(-(np.where(second < np.inf, nearest, np.inf) ** 2) / (2 * sigma**2))

# %% wrong no_class_weights
# No class weights.
# hint: no class weights
# of: solution
-     weights = np.where(foreground, 0.5 / share, 0.5 / (1 - share))
+     weights = np.ones(instances.shape)

# %% wrong regions_again
# Cells are found again as connected regions.
# hint: cells that touch
# of: solution
- def weight_map(instances, w0=10, sigma=5):
+ def weight_map(instances, w0=10, sigma=5):
+     instances = ndimage.label(instances > 0)[0]

# %% wrong second_never_pushed
# A new nearest cell does not make the old one the second.
# hint: two different cells
# of: solution
-         second = np.minimum(second, np.maximum(nearest, distance))
+         second = np.where(distance > nearest, np.minimum(second, distance), second)

# %% wrong sigma_ignored
# Sigma is always 5.
# hint: `sigma` is ignored
# of: solution
-     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     gap = w0 * np.exp(-((nearest + second) ** 2) / 50)

# %% wrong squares_apart
# Each distance is squared for itself.
# hint: squared as a sum
# of: solution
-     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     gap = w0 * np.exp(-(nearest**2 + second**2) / (2 * sigma**2))

# %% wrong twice
# The class weights are twice as large.
# hint: twice as much
# of: solution
-     weights = np.where(foreground, 0.5 / share, 0.5 / (1 - share))
+     weights = np.where(foreground, 1 / share, 1 / (1 - share))

# %% wrong two_missing
# The 2 under σ² is missing.
# hint: the 2 is missing
# of: solution
-     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     gap = w0 * np.exp(-((nearest + second) ** 2) / sigma**2)

# %% wrong writes_into_instances
# The label image that came in is changed.
# hint: not to be changed
# of: solution
-     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
+     instances[foreground] = 1
