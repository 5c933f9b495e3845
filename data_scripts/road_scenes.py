"""CamVid: verify what a mirror holds, and prepare it. Run ``python data_scripts/road_scenes.py``.

Nothing is downloaded: the publisher announces no checksum. ``course data fetch road_scenes`` says
what to put into a mirror.
"""

import numpy as np

from course.data import DataError, find, load

dataset = find("road_scenes")
try:
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="mirror")
        shares = np.bincount(prepared.labels.ravel()) / prepared.labels.size
        print(prepared, dict(zip(prepared.class_names, shares.round(3).tolist())), sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
