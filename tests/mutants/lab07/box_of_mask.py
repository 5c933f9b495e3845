# %% right any
# By rows and columns that have something.
import numpy as np


def box_of_mask(mask):
    mask = np.asarray(mask) != 0
    if not mask.any():
        return np.zeros(4)
    x, y = np.where(mask.any(axis=0))[0], np.where(mask.any(axis=1))[0]
    return np.array([x[0], y[0], x[-1] + 1, y[-1] + 1], dtype="float32")

# %% right argwhere
# A list, from the places.
import numpy as np


def box_of_mask(mask):
    places = np.argwhere(mask)
    if places.size == 0:
        return [0.0, 0.0, 0.0, 0.0]
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0) + 1
    return [float(left), float(top), float(right), float(bottom)]

# %% wrong corner_size
# Corner and size.
# hint: this is corner and size
# of: solution
-     return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
+     return np.array([columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1], float)

# %% wrong empty_raises
# Fails for an empty mask.
# hint: zero-size
# of: solution
-     if not len(rows):
-         return np.zeros(4)

# %% wrong last_pixel
# Leaves out the last pixel.
# hint: the index + 1
# of: solution
-     return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
+     return np.array([columns.min(), rows.min(), columns.max(), rows.max()], float)

# %% wrong ones_only
# Looks for ones alone.
# hint: not only where it is 1
# of: solution
-     rows, columns = np.nonzero(mask)
+     rows, columns = np.nonzero(mask == 1)

# %% wrong swapped
# Rows are taken for x.
# hint: rows and columns are swapped
# of: solution
-     rows, columns = np.nonzero(mask)
+     columns, rows = np.nonzero(mask)
