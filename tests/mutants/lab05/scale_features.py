# %% right column_by_column
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

# %% right list
# Scales copies in place, and returns a list.
import numpy as np


def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    span = np.where(high > low, high - low, 1)
    scaled = [train.copy(), others.copy()]
    for pixels in scaled:
        pixels -= low
        pixels *= 2 / span
        pixels -= 1
        pixels[:, high == low] = 0
    return scaled

# %% right middle_and_half
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

# %% wrong all_together
# Takes one minimum and maximum for all features.
# hint: for each column
# of: solution
-     low, high = train.min(axis=0), train.max(axis=0)
+     low, high = np.full(train.shape[1], train.min()), np.full(train.shape[1], train.max())

# %% wrong clipped
# Clips the others.
# hint: clipped
# of: solution
-     return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
+     return tuple(np.clip(np.where(varies, 2 * (part - low) / span - 1, 0), -1, 1) for part in (train, others))

# %% wrong constant_divides
# Divides by the range of a constant feature.
# hint: no range to divide by
def scale_features(train, others):
    low, high = train.min(axis=0), train.max(axis=0)
    varies = high > low
    span = high - low
    return tuple(2 * (part - low) / span - 1 for part in (train, others))

# %% wrong constant_is_minus_one
# A constant feature becomes −1.
# hint: becomes 0, in both
# of: solution
-     return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
+     return tuple(2 * (part - low) / span - 1 for part in (train, others))

# %% wrong in_place
# Scales the caller's arrays in place.
# hint: is changed: work on a copy
# of: list
-     scaled = [train.copy(), others.copy()]
-     for pixels in scaled:
+     for pixels in (train, others):

-     return scaled
+     return train, others

# %% wrong own_range
# Scales the others by their own range.
# hint: their own minimum and maximum
import numpy as np


def scale_features(train, others):
    varies = train.max(axis=0) > train.min(axis=0)

    def scaled(part):
        low, high = part.min(axis=0), part.max(axis=0)
        span = np.where(varies, high - low, 1)
        return np.where(varies, 2 * (part - low) / span - 1, 0)

    return scaled(train), scaled(others)

# %% wrong range_of_both
# Takes the range over training and other pixels.
# hint: no say in it
# of: solution
-     low, high = train.min(axis=0), train.max(axis=0)
+     low, high = np.minimum(train.min(axis=0), others.min(axis=0)), np.maximum(train.max(axis=0), others.max(axis=0))

# %% wrong standardised
# Standardises.
# hint: this standardises
import numpy as np


def scale_features(train, others):
    deviation = np.where(train.std(axis=0) > 0, train.std(axis=0), 1)
    return (train - train.mean(axis=0)) / deviation, (others - train.mean(axis=0)) / deviation

# %% wrong zero_to_one
# Scales to 0 … 1.
# hint: between 0 and 1
# of: solution
-     return tuple(np.where(varies, 2 * (part - low) / span - 1, 0) for part in (train, others))
+     return tuple(np.where(varies, (part - low) / span, 0) for part in (train, others))
