# Column by column.
import numpy as np


def scale_features(train, others):
    scaled = [np.zeros(train.shape), np.zeros(others.shape)]
    for column in range(train.shape[1]):
        low, high = min(train[:, column]), max(train[:, column])
        if high == low:
            continue
        for into, part in zip(scaled, (train, others)):
            into[:, column] = -1 + 2 * (part[:, column] - low) / (high - low)
    return scaled[0], scaled[1]
