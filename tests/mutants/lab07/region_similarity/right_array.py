# An array of four.
import numpy as np


def region_similarity(first, second, image_size):
    both = first["size"] + second["size"]
    box = box_around(first["box"], second["box"])
    area = (box[2] - box[0]) * (box[3] - box[1])
    shared = [np.sum(np.where(first[k] < second[k], first[k], second[k])) for k in ("colour", "texture")]
    return np.array([*shared, (image_size - both) / image_size, 1 - (area - both) / image_size])
