"""Restoration sets: verify what a mirror holds, and prepare it. Run ``python data_scripts/restoration.py``.

Nothing is downloaded: the publisher announces no checksum. Put its archive into the folder COURSE_MIRROR names.
"""

from course.data import DataError, find, load

dataset = find("restoration")
try:
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="mirror")
        print(prepared, {tuple(size) for size in prepared.sizes.tolist()}, sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
