"""The mirror: a folder of archives that is only read, such as a shared folder that a teacher filled.

The folder is named by ``COURSE_MIRROR``. It may hold a publisher's files under their own names (directly or in a
folder by the set's name, as a copy of a cache has them) or a smaller archive that the catalogue knows as a ``Subset``.
"""

from __future__ import annotations

import os
from pathlib import Path

from course.data.dataset import DataSet
from course.data.errors import NotHereError
from course.data.integrity import has_all


def mirror_folder() -> Path:
    """Return the mirror's folder.

    Raises:
        NotHereError: If ``COURSE_MIRROR`` is unset or names no folder.
    """
    chosen = os.environ.get("COURSE_MIRROR")
    if not chosen:
        raise NotHereError("no mirror: the environment variable COURSE_MIRROR is not set", "no mirror is set")
    folder = Path(chosen).expanduser()
    if not os.path.isdir(folder):
        raise NotHereError(f"no mirror: COURSE_MIRROR names {folder}, which is not a folder", "no mirror is there")
    return folder


def official_folder(dataset: DataSet) -> Path | None:
    """Return the folder of the mirror that has all files of the set's publisher, or None."""
    root = mirror_folder()
    return next((place for place in (root, root / dataset.name) if has_all(place, dataset.archives)), None)


def subset_file(dataset: DataSet) -> Path | None:
    """Return the mirror's smaller archive of the set, or None."""
    path = dataset.subset and mirror_folder() / dataset.subset.filename
    return path if path and os.path.isfile(path) else None
