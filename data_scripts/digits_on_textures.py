"""Digits on textures: drawn on this machine in a few seconds. Run ``python data_scripts/digits_on_textures.py``."""

import numpy as np

from course.data import find, load

dataset = find("digits_on_textures")
for split in dataset.splits:
    prepared = load(dataset.name, split)
    counts = np.bincount(prepared.labels[prepared.labels >= 0])
    print(prepared, dict(zip(prepared.class_names, counts.tolist())), sep="\n")
