"""Load a data set from the first source that has it."""

from __future__ import annotations

import functools
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from course.data import cache, download, mirror, shared_arrays
from course.data.catalogue import find
from course.data.dataset import Arrays, DataSet, Subset
from course.data.errors import CacheError, DamagedError, DataError, DiskFullError, NotHereError, UnknownDataError
from course.data.integrity import has_all, verify_all


@dataclass(frozen=True, eq=False, repr=False)
class Loaded:
    """A split of a data set: its arrays, and where they came from.

    It unpacks into its arrays, in the catalogue's order, and each is an attribute too:

    >>> images, labels = load("mnist", split="test", source="offline")
    >>> load("mnist", split="test", source="offline").images.shape
    (1000, 28, 28, 1)

    The arrays are shared by all loads of the same split in this process, and read-only: copy one before you write into
    it.

    Attributes:
        name: The set's name.
        split: The split's name.
        arrays: The arrays by name; the catalogue says their shapes and dtypes, which no source changes.
        class_names: The name of class ``i`` at place ``i``. A stand-in brings its own.
        source: ``"cache"``, ``"mirror"``, ``"download"`` or ``"offline"``.
        note: One sentence for readers: what this is and why it comes from there.
    """

    name: str
    split: str
    arrays: Arrays
    class_names: tuple[str, ...]
    source: str
    note: str

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self.arrays.values())

    def __len__(self) -> int:
        """Return the number of examples."""
        return len(next(iter(self)))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["arrays"][name]
        except KeyError:
            raise AttributeError(f"a loaded data set has no attribute {name!r}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.arrays]

    def __repr__(self) -> str:
        forms = ", ".join(f"{name} {array.shape} {array.dtype}" for name, array in self.arrays.items())
        return f"<{self.name}/{self.split} from {self.source}: {forms}>\n{self.note}"


def load(name: str, split: str = "train", source: str | None = None) -> Loaded:
    """Load a split of a data set from the first source that has it: cache, mirror, download, offline.

    Where nothing answers, this takes a few seconds once per process, and then no time: the network is not tried again.

    Args:
        name: The set's name; ``course data list`` shows them all.
        split: The split's name, for most sets ``"train"`` or ``"test"``.
        source: One of :data:`SOURCES`, to insist on it. ``"download"`` tries the network even if nothing answered
            before.

    Returns:
        The arrays and where they came from; ``images, labels = load(…)`` unpacks it.

    Raises:
        UnknownDataError: If no set, split or source has this name.
        DataError: If the source that was insisted on does not have the set. The message says why and what to do.

    Warns:
        UserWarning: If a source was passed over because something is wrong with it: a damaged file, a full disk.
    """
    dataset = find(name)
    if split not in dataset.splits:
        raise UnknownDataError(f"{name} has no split {split!r}; it has: {', '.join(dataset.splits)}")
    if source is None:
        return _first_answer(dataset, split)
    if source not in SOURCES:
        raise UnknownDataError(f"no source is called {source!r}; there are: {', '.join(SOURCES)}")
    if source == "download":
        download.forget_unreachable()
    return SOURCES[source](dataset, split)


def _first_answer(dataset: DataSet, split: str) -> Loaded:
    reason = ""
    for source in ("cache", "mirror", "download"):
        try:
            return SOURCES[source](dataset, split)
        except DataError as error:
            reason = error.reason
            if isinstance(error, (DamagedError, DiskFullError)):
                warnings.warn(f"{error}\nGoing on with the next source.", stacklevel=3)
    return _offline(dataset, split, reason)


def _loaded(dataset: DataSet, split: str, arrays: Arrays, source: str, note: str) -> Loaded:
    names = dataset.stand_in.class_names if source == "offline" else None
    return Loaded(dataset.name, split, dict(arrays), names or dataset.class_names, source, note)


def _stamp(folder: Path, filenames: list[str]) -> tuple:
    """Return what changes when one of the files is replaced."""
    stats = [(folder / filename).stat() for filename in filenames]
    return tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)


def _official(dataset: DataSet, split: str, folder: Path) -> Arrays:
    """Read a split from a publisher's files, after verifying them."""

    def read() -> Arrays:
        verify_all(folder, dataset.archives)
        assert dataset.read is not None, "archives and their reader come together"
        return dataset.check(dataset.read(folder, split))

    try:
        stamp = _stamp(folder, [archive.filename for archive in dataset.archives])
        return shared_arrays.get_or_read((dataset.name, split, folder, stamp), read)
    except OSError as error:
        raise CacheError(f"a file in {folder} cannot be read: {error}", "a file cannot be read") from error


def _cached(dataset: DataSet, split: str) -> Loaded:
    folder = cache.folder_of(dataset.name)
    if not has_all(folder, dataset.archives):
        raise NotHereError(f"{dataset.name} is not in the cache {folder}: run `course data fetch {dataset.name}`")
    arrays = _official(dataset, split, folder)
    return _loaded(dataset, split, arrays, "cache", f"{dataset.title}, the publisher's files from this machine's cache")


def _mirrored(dataset: DataSet, split: str) -> Loaded:
    if folder := mirror.official_folder(dataset):
        arrays = _official(dataset, split, folder)
        note = f"{dataset.title}, the publisher's files from the mirror folder"
    elif (subset := dataset.subset) and (path := mirror.subset_file(dataset)):
        stamp = _stamp(path.parent, [path.name])
        read = functools.partial(_subset, dataset, subset, split, path)
        arrays = shared_arrays.get_or_read((dataset.name, split, path, stamp), read)
        note = f"{subset.what}, from the mirror folder's {path.name}"
    else:
        raise NotHereError(f"{dataset.name} is not in the mirror folder {mirror.mirror_folder()}")
    return _loaded(dataset, split, arrays, "mirror", note)


def _subset(dataset: DataSet, subset: Subset, split: str, path: Path) -> Arrays:
    try:
        return dataset.check(subset.read(path, split))
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, BadZipFile, zlib.error) as error:
        raise DamagedError(f"{path} cannot be read ({error}): copy it again", f"{path.name} was damaged") from error


def _downloaded(dataset: DataSet, split: str) -> Loaded:
    arrays = _official(dataset, split, download.fetch(dataset))
    return _loaded(dataset, split, arrays, "download", f"{dataset.title}, downloaded just now from its publisher")


def _offline(dataset: DataSet, split: str, reason: str = "the offline set, as asked for") -> Loaded:
    arrays = shared_arrays.get_or_read(
        (dataset.name, split, "offline"), lambda: dataset.check(dataset.stand_in.make(split))
    )
    return _loaded(dataset, split, arrays, "offline", f"{dataset.stand_in.what}: {reason}")


def likely_source(dataset: DataSet) -> tuple[str, str]:
    """Return where :func:`load` would turn for a set now, without asking the network.

    Returns:
        The source's name, and a few words about it for readers.
    """
    if has_all(cache.folder_of(dataset.name), dataset.archives):
        return "cache", "cache"
    with suppress(NotHereError):
        if mirror.official_folder(dataset):
            return "mirror", "mirror"
        if path := mirror.subset_file(dataset):
            return "mirror", f"mirror ({path.name})"
    if dataset.is_drawn:
        return "offline", "offline (drawn on this machine)"
    if not dataset.archives:
        return "offline", "offline (no download: see `course data fetch`)"
    if download.is_offline():
        return "offline", "offline (COURSE_OFFLINE is set)"
    return "download", "download, else offline"


SOURCES: dict[str, Callable[[DataSet, str], Loaded]] = {
    "cache": _cached,
    "mirror": _mirrored,
    "download": _downloaded,
    "offline": _offline,
}
