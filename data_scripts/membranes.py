"""ISBI 2012 membranes: verify what a mirror holds, and prepare it. Run ``python data_scripts/membranes.py``.

Nothing is downloaded: the publisher announces no checksum. ``course data fetch membranes`` says
what to put into a mirror.
"""

import numpy as np

from course.data import DataError, find, load

dataset = find("membranes")
try:
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="mirror")
        shares = np.bincount(prepared.masks.ravel()) / prepared.masks.size
        print(prepared, dict(zip(prepared.class_names, shares.round(3).tolist())), sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
