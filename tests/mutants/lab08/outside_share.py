# %% right list
# A loop that collects.
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k in range(len(boxes)):
        x1, y1, x2, y2 = boxes[k]
        rows, columns = np.where(instances == k + 1)
        if len(rows) == 0:
            shares.append(0.0)
            continue
        x, y = columns + 0.5, rows + 0.5
        outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
        shares.append(outside.mean())
    return np.array(shares)

# %% right masks
# One mask a box, painted over the image.
import numpy as np


def outside_share(boxes, instances):
    height, width = instances.shape
    x, y = np.arange(width)[None, :] + 0.5, np.arange(height)[:, None] + 0.5
    result = np.zeros(len(boxes))
    for k, box in enumerate(boxes):
        inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        mine = instances == k + 1
        result[k] = np.sum(mine & ~inside) / max(np.sum(mine), 1)
    return result

# %% right slices
# Counts in a slice of the box, which is rounded: the same pixels have their centres in it.
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for k, box in enumerate(boxes):
        mask = instances == k + 1
        x1, y1, x2, y2 = np.maximum(np.round(box), 0).astype(int)
        total = mask.sum()
        shares.append(1 - mask[y1:y2, x1:x2].sum() / total if total else 0.0)
    return np.array(shares)

# %% wrong both_sides
# A pixel is outside only if both coordinates are.
# hint: beyond one side
# of: solution
-             shares[k] = 1 - np.mean((x >= x1) & (x <= x2) & (y >= y1) & (y <= y2))
+             shares[k] = np.mean(((x < x1) | (x > x2)) & ((y < y1) | (y > y2)))

# %% wrong corners
# Judges a pixel by its corner.
# hint: half a pixel
# of: list
-         x, y = columns + 0.5, rows + 0.5
+         x, y = columns, rows

# %% wrong counted
# The number of pixels.
# hint: not a number of pixels
# of: list
-         shares.append(outside.mean())
+         shares.append(outside.sum())

# %% wrong inside
# The share inside.
# hint: this is the share inside
# of: list
-         shares.append(outside.mean())
+         shares.append(1 - outside.mean())

# %% wrong minus_one
# Takes x2 and y2 for the last pixel's number less one.
# hint: do not add 1
# of: solution
-             shares[k] = 1 - np.mean((x >= x1) & (x <= x2) & (y >= y1) & (y <= y2))
+             shares[k] = 1 - np.mean((x >= x1) & (x <= x2 - 1) & (y >= y1) & (y <= y2 - 1))

# %% wrong nan
# No answer for an object without pixels.
# hint: NaN
# of: list
-         if len(rows) == 0:
-             shares.append(0.0)
-             continue

# %% wrong of_the_box
# Divides by the box's area.
# hint: not of the box's area
# of: solution
-         if len(rows):
-             shares[k] = 1 - np.mean((x >= x1) & (x <= x2) & (y >= y1) & (y <= y2))
+         outside = (x < x1) | (x > x2) | (y < y1) | (y > y2)
+         shares[k] = outside.sum() / ((x2 - x1) * (y2 - y1))

# %% wrong off_by_one
# Object k has the number k.
# hint: has the number k + 1
# of: list
-         rows, columns = np.where(instances == k + 1)
+         rows, columns = np.where(instances == k)

# %% wrong present_only
# No entry for an object without pixels.
# hint: one share for each box
import numpy as np


def outside_share(boxes, instances):
    shares = []
    for number in np.unique(instances[instances > 0]):
        x1, y1, x2, y2 = boxes[number - 1]
        rows, columns = np.nonzero(instances == number)
        y, x = rows + 0.5, columns + 0.5
        shares.append(1 - np.mean((x >= x1) & (x <= x2) & (y >= y1) & (y <= y2)))
    return np.array(shares)

# %% wrong slices
# Counts in a slice of the box cut to whole numbers.
# hint: to whole numbers
# of: slices
-     for k, box in enumerate(boxes):
+     for k, (x1, y1, x2, y2) in enumerate(boxes.astype(int)):

-         x1, y1, x2, y2 = np.maximum(np.round(box), 0).astype(int)

# %% wrong swapped
# Rows are taken for x.
# hint: x belongs to columns
# of: list
-         x, y = columns + 0.5, rows + 0.5
+         y, x = columns + 0.5, rows + 0.5

# %% wrong whole_image
# The share of the image.
# hint: not of the image's
# of: list
-         shares.append(outside.mean())
+         shares.append(outside.sum() / instances.size)
