# Forgets the return.
# hint: is there a return?
import numpy as np


def patch_features(patches):
    values = patches.reshape(*patches.shape[:-2], 9)
    np.median(values, axis=-1)
