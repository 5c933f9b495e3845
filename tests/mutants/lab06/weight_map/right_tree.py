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
