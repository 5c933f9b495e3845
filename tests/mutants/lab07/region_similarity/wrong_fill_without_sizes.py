# Takes the whole box as empty.
# hint: subtract their sizes
import numpy as np


def region_similarity(first, second, image_size):
    x1, y1, x2, y2 = box_around(first["box"], second["box"])
    covered = first["size"] + second["size"]
    return (
        float(np.minimum(first["colour"], second["colour"]).sum()),
        float(np.minimum(first["texture"], second["texture"]).sum()),
        1 - covered / image_size,
        1 - ((x2 - x1) * (y2 - y1)) / image_size,
    )
