# %% right loop
# Object by object.
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    image = image[top : top + size, left : left + size]
    cut = instances[top : top + size, left : left + size]
    boxes, kept, new = [], [], np.zeros_like(cut)
    for k in range(len(labels)):
        rows, columns = np.where(cut == k + 1)
        if len(rows):
            boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
            kept.append(labels[k])
            new[rows, columns] = len(kept)
    return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new

# %% right regions
# SciPy finds the regions.
import numpy as np
from scipy import ndimage


def crop_example(image, labels, instances, top, left, size):
    bottom, right = top + size, left + size
    cut = instances[top:bottom, left:right]
    found = ndimage.find_objects(cut)
    seen = [k for k, place in enumerate(found) if place is not None]
    boxes = np.zeros((len(seen), 4), "float32")
    table = np.zeros(len(labels) + 1, cut.dtype)
    for number, k in enumerate(seen):
        rows, columns = found[k]
        boxes[number] = columns.start, rows.start, columns.stop, rows.stop
        table[k + 1] = number + 1
    return image[top:bottom, left:right], boxes, np.asarray(labels)[seen].astype(int), table[cut]

# %% wrong all_labels
# All labels stay.
# hint: still visible keep a label
# of: loop
-     return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new
+     return image, np.array(boxes, float).reshape(-1, 4), labels, new

# %% wrong clipped
# Moves and clips the old boxes.
# hint: draw new ones
# of: loop
-             boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
+             y, x = np.where(instances == k + 1)
+             box = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1]) - [left, top, left, top]
+             boxes.append(np.clip(box, 0, size))

# %% wrong empty
# Fails on a square without objects.
# hint: square without any object
# of: loop
-     return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new
+     return image, np.array(boxes, float), np.array(kept, int), new

# %% wrong first_is_background
# Takes the first number of the square for background.
# hint: no background
# of: loop
-     for k in range(len(labels)):
+     for k in np.unique(cut)[1:] - 1:

# %% wrong first_labels
# The first V labels.
# hint: yours are the first of all
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    window = np.s_[top : top + size, left : left + size]
    old = instances[window]
    seen = [number for number in np.unique(old) if number]
    boxes, new = np.zeros((len(seen), 4)), np.zeros_like(old)
    for k, number in enumerate(seen):
        y, x = np.nonzero(old == number)
        boxes[k] = x.min(), y.min(), x.max() + 1, y.max() + 1
        new[old == number] = k + 1
    return image[window], boxes, labels[: len(seen)], new

# %% wrong floats
# Image and map as floats.
# hint: of the same type as before
import numpy as np


def crop_example(image, labels, instances, top, left, size):
    old = instances[top : top + size, left : left + size]
    seen = [number for number in np.unique(old) if number]
    boxes, new = np.zeros((len(seen), 4)), np.zeros((size, size))
    for k, number in enumerate(seen):
        y, x = np.nonzero(old == number)
        boxes[k] = x.min(), y.min(), x.max() + 1, y.max() + 1
        new[old == number] = k + 1
    cut = image[top : top + size, left : left + size].astype("float32")
    return cut, boxes, labels[np.array(seen, int) - 1], new

# %% wrong image_only
# The map is not cut.
# hint: instances
# of: loop
-             new[rows, columns] = len(kept)
+             new[rows, columns] = len(kept)
+     new = instances

# %% wrong label_off
# The label of the next object.
# hint: one off
# of: loop
-             kept.append(labels[k])
+             kept.append(labels[min(k + 1, len(labels) - 1)])

# %% wrong no_one
# The last row and column are left out of the box.
# hint: need + 1
# of: loop
-             boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
+             boxes.append([columns.min(), rows.min(), columns.max(), rows.max()])

# %% wrong not_moved
# Boxes stay in pixels of the whole image.
# hint: subtract left and top
# of: loop
-             boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
+             boxes.append([columns.min() + left, rows.min() + top, columns.max() + 1 + left, rows.max() + 1 + top])

# %% wrong not_renumbered
# The old numbers stay.
# hint: 1 … V anew
# of: loop
-             new[rows, columns] = len(kept)
+             new[rows, columns] = k + 1

# %% wrong three
# Returns three.
# hint: return four
# of: loop
-     return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int), new
+     return image, np.array(boxes, float).reshape(-1, 4), np.array(kept, int)

# %% wrong top_and_left
# Rows and columns of the square are swapped.
# hint: they are swapped
# of: loop
-     image = image[top : top + size, left : left + size]
-     cut = instances[top : top + size, left : left + size]
+     image = image[left : left + size, top : top + size]
+     cut = instances[left : left + size, top : top + size]

# %% wrong writes
# Renumbers through a view of the map that was given.
# hint: a slice is a view
# of: loop
-     boxes, kept, new = [], [], np.zeros_like(cut)
+     boxes, kept, new = [], [], cut

# %% wrong y_first
# y comes first.
# hint: x comes first
# of: loop
-             boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
+             boxes.append([rows.min(), columns.min(), rows.max() + 1, columns.max() + 1])
