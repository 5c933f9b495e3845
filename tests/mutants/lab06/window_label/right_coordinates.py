# Where the ventricle's voxels are.
import numpy as np


def window_label(mask, start, size):
    voxels = np.argwhere(mask)
    inside = np.all((voxels >= start) & (voxels < np.add(start, size)), axis=1)
    share = np.mean(inside)
    return 1 if share >= 0.99 else (0 if share <= 0.8 else -1)
