"""Ants and bees: verify what a mirror holds, and prepare it. Run ``python data_scripts/hymenoptera.py``.

Nothing is downloaded: the publisher announces no checksum. Put its archive into the folder COURSE_MIRROR names.
"""

import numpy as np

from course.data import DataError, find, load

dataset = find("hymenoptera")
try:
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="mirror")
        print(prepared, dict(zip(prepared.class_names, np.bincount(prepared.labels).tolist())), sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
