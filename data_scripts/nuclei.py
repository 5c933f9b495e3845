"""Nuclei: verify what a mirror holds, and prepare it. Run ``python data_scripts/nuclei.py``.

Nothing is downloaded: the publisher announces no checksum. Put its archive into the folder COURSE_MIRROR names.
"""

from course.data import DataError, find, load

dataset = find("nuclei")
try:
    for split in dataset.splits:
        prepared = load(dataset.name, split, source="mirror")
        print(prepared, f"{sum(int(each.max()) for each in prepared.instances):,} nuclei", sep="\n")
except DataError as error:
    raise SystemExit(str(error)) from None
