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
