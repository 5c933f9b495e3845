"""Free Spoken Digit Dataset: download, verify, prepare. Run ``python data_scripts/spoken_digits.py``; 12 MB."""

import numpy as np

from course.data import DataError, fetch, find, load
from course.data.integrity import verify_all

dataset = find("spoken_digits")
try:
    verify_all(fetch(dataset), dataset.archives)
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="cache")
        print(prepared, dict(zip(prepared.class_names, np.bincount(prepared.labels).tolist())), sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
