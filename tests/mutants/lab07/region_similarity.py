# %% right array
# An array of four.
import numpy as np


def region_similarity(first, second, image_size):
    both = first["size"] + second["size"]
    box = box_around(first["box"], second["box"])
    area = (box[2] - box[0]) * (box[3] - box[1])
    shared = [np.sum(np.where(first[k] < second[k], first[k], second[k])) for k in ("colour", "texture")]
    return np.array([*shared, (image_size - both) / image_size, 1 - (area - both) / image_size])

# %% right plain
# A list, by Python's own sum and min.
def region_similarity(first, second, image_size):
    colour = sum(min(a, b) for a, b in zip(first["colour"], second["colour"]))
    texture = sum(min(a, b) for a, b in zip(first["texture"], second["texture"]))
    x1, y1 = min(first["box"][0], second["box"][0]), min(first["box"][1], second["box"][1])
    x2, y2 = max(first["box"][2], second["box"][2]), max(first["box"][3], second["box"][3])
    empty = (x2 - x1) * (y2 - y1) - first["size"] - second["size"]
    return [colour, texture, 1 - first["size"] / image_size - second["size"] / image_size, 1 - empty / image_size]

# %% wrong colour_twice
# The colour's histogram for texture too.
# hint: use the texture histograms
# of: solution
-         float(np.minimum(first["texture"], second["texture"]).sum()),
+         float(np.minimum(first["colour"], second["colour"]).sum()),

# %% wrong fill_of_box
# Divides by the box's area.
# hint: pixels of the image, not of the box
# of: solution
-         1 - ((x2 - x1) * (y2 - y1) - covered) / image_size,
+         1 - ((x2 - x1) * (y2 - y1) - covered) / ((x2 - x1) * (y2 - y1)),

# %% wrong fill_without_sizes
# Takes the whole box as empty.
# hint: subtract their sizes
# of: solution
-         1 - ((x2 - x1) * (y2 - y1) - covered) / image_size,
+         1 - ((x2 - x1) * (y2 - y1)) / image_size,

# %% wrong large_first
# The share itself, so that large regions merge first.
# hint: small regions are to merge first
# of: solution
-         1 - covered / image_size,
+         covered / image_size,

# %% wrong product
# Multiplies the histograms.
# hint: not the product
# of: solution
-         float(np.minimum(first["colour"], second["colour"]).sum()),
+         float((first["colour"] * second["colour"]).sum()),

# %% wrong summed
# Returns their sum.
# hint: return four numbers
import numpy as np


def region_similarity(first, second, image_size):
    x1, y1, x2, y2 = box_around(first["box"], second["box"])
    covered = first["size"] + second["size"]
    return sum(
        (
            float(np.minimum(first["colour"], second["colour"]).sum()),
            float(np.minimum(first["texture"], second["texture"]).sum()),
            1 - covered / image_size,
            1 - ((x2 - x1) * (y2 - y1) - covered) / image_size,
        )
    )
