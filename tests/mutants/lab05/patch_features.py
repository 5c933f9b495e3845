# %% right by_hand
# Gradients and the median by hand, into an array made beforehand.
import numpy as np


def patch_features(patches):
    out = np.empty((*patches.shape[:-2], 24))
    nine = patches.reshape(*patches.shape[:-2], 9)
    out[..., :9] = nine
    out[..., 9] = np.sort(nine, axis=-1)[..., 4]
    out[..., 10] = nine.max(-1) - nine.min(-1)
    out[..., 11] = np.einsum("...i,...i->...", nine, nine)
    centred = nine - nine.mean(-1)[..., None]
    for place, power in ((12, 2), (13, 3), (14, 4)):
        out[..., place] = (centred**power).sum(-1) / 9
    top, middle, bottom = (patches[..., i, :] for i in range(3))
    down = np.stack([middle - top, (bottom - top) / 2, bottom - middle], -2)
    left, centre, right = (patches[..., i] for i in range(3))
    across = np.stack([centre - left, (right - left) / 2, right - centre], -1)
    out[..., 15:] = np.sqrt(down**2 + across**2).reshape(nine.shape)
    return out

# %% right one_by_one
# Patch by patch.
import numpy as np


def patch_features(patches):
    flat = patches.reshape(-1, 3, 3)
    rows = []
    for patch in flat:
        mu = patch.mean()
        gy, gx = np.gradient(patch)
        row = list(patch.ravel())
        row += [np.median(patch), np.ptp(patch), np.sum(patch * patch)]
        row += [np.sum((patch - mu) ** r) / 9 for r in (2, 3, 4)]
        row += list(np.hypot(gy, gx).ravel())
        rows.append(row)
    return np.array(rows).reshape(patches.shape[:-2] + (24,))

# %% wrong columns_first
# The intensities are read column by column.
# hint: column by column
# of: solution
-     values = patches.reshape(*patches.shape[:-2], 9)
+     values = patches.swapaxes(-1, -2).reshape(*patches.shape[:-2], 9)

# %% wrong energy_centred
# Computes the energy about the mean.
# hint: do not take the mean off
# of: solution
-         (values**2).sum(axis=-1),
+         (deviations**2).sum(axis=-1),

# %% wrong energy_mean
# Takes the mean square as energy.
# hint: not their mean
# of: solution
-         (values**2).sum(axis=-1),
+         (values**2).mean(axis=-1),

# %% wrong gradient_down_only
# Takes the gradient down the rows only.
# hint: both directions count
# of: solution
-     gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
+     gradients = np.abs(down).reshape(values.shape)

# %% wrong gradient_not_rooted
# Leaves the root out of the gradient's length.
# hint: root is missing
# of: solution
-     gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
+     gradients = (down**2 + across**2).reshape(values.shape)

# %% wrong gradient_sum
# Adds the absolute gradients.
# hint: not |g_y| + |g_x|
# of: solution
-     gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
+     gradients = (np.abs(down) + np.abs(across)).reshape(values.shape)

# %% wrong in_place
# Subtracts the mean of the caller's patches in place.
# hint: is changed: work on a copy
import numpy as np


def patch_features(patches):
    values = patches.reshape(*patches.shape[:-2], 9)
    first = values.copy()
    numbers = [np.median(values, axis=-1), values.max(axis=-1) - values.min(axis=-1), (values**2).sum(axis=-1)]
    down, across = np.gradient(patches, axis=(-2, -1))
    gradients = np.sqrt(down**2 + across**2).reshape(values.shape)
    values -= values.mean(axis=-1, keepdims=True)
    numbers += [(values**power).mean(axis=-1) for power in (2, 3, 4)]
    return np.concatenate([first, np.stack(numbers, axis=-1), gradients], axis=-1)

# %% wrong mean_for_median
# Takes the mean in place of the median.
# hint: not the mean
# of: solution
-         np.median(values, axis=-1),
+         np.mean(values, axis=-1),

# %% wrong moments_from_one
# Takes moments 1, 2 and 3.
# hint: you took 1, 2 and 3
# of: solution
-         *((deviations**power).mean(axis=-1) for power in (2, 3, 4)),
+         *((deviations**power).mean(axis=-1) for power in (1, 2, 3)),

# %% wrong moments_summed
# Sums where a moment takes the mean.
# hint: take the mean, not the sum
# of: solution
-         *((deviations**power).mean(axis=-1) for power in (2, 3, 4)),
+         *((deviations**power).sum(axis=-1) for power in (2, 3, 4)),

# %% wrong nothing_returned
# Forgets the return.
# hint: is there a return?
import numpy as np


def patch_features(patches):
    values = patches.reshape(*patches.shape[:-2], 9)
    np.median(values, axis=-1)

# %% wrong one_patch_only
# Works for one patch only.
# hint: 24 numbers
# of: solution
-     values = patches.reshape(*patches.shape[:-2], 9)
+     patches = patches.reshape(-1, 3, 3)[0]
+     values = patches.reshape(9)

# %% wrong raw_moments
# Takes moments about zero.
# hint: about the mean
# of: solution
-         *((deviations**power).mean(axis=-1) for power in (2, 3, 4)),
+         *((values**power).mean(axis=-1) for power in (2, 3, 4)),
