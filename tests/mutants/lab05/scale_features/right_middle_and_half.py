# Subtracts the middle and divides by half the range.
import numpy as np


def scale_features(train, others):
    middle = (train.max(0) + train.min(0)) / 2
    half = np.ptp(train, axis=0) / 2
    with np.errstate(all="ignore"):
        train_scaled, others_scaled = (train - middle) / half, (others - middle) / half
    constant = half == 0
    train_scaled[:, constant] = 0
    others_scaled[:, constant] = 0
    return train_scaled, others_scaled
