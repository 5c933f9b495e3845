# Standardises.
# hint: this standardises
import numpy as np


def scale_features(train, others):
    deviation = np.where(train.std(axis=0) > 0, train.std(axis=0), 1)
    return (train - train.mean(axis=0)) / deviation, (others - train.mean(axis=0)) / deviation
