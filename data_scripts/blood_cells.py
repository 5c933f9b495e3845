"""BCCD, blood cells: download, verify, prepare. Run ``python data_scripts/blood_cells.py``; one file of 8 MB."""

import numpy as np

from course.data import DataError, fetch, find, load
from course.data.integrity import verify_all

dataset = find("blood_cells")
try:
    verify_all(fetch(dataset), dataset.archives)
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="cache")
        counts = np.bincount(prepared.labels[prepared.labels >= 0])
        print(prepared, dict(zip(prepared.class_names, counts.tolist())), sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
