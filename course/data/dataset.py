"""What the course knows of a data set: :class:`DataSet`, and the records that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course.data.errors import DamagedError

Arrays = dict[str, np.ndarray]

SEEDS = {"train": 1, "test": 2, "validation": 3}  # where the random numbers of a generated split start


@dataclass(frozen=True)
class ArraySpec:
    """The shape and dtype that an array of a set has, from any source.

    Attributes:
        shape: The length of each axis; ``None`` where it differs from source to source.
        dtype: NumPy's name of the dtype.
        meaning: What the numbers are: units, range.
    """

    shape: tuple[int | None, ...]
    dtype: str
    meaning: str

    def __str__(self) -> str:
        sizes = ", ".join("N" if size is None else str(size) for size in self.shape)
        return f"({sizes}{',' * (len(self.shape) == 1)}) {self.dtype}"

    def fits(self, array: np.ndarray) -> bool:
        """Return whether ``array`` has this shape and dtype."""
        same_rank = array.ndim == len(self.shape)
        return (
            same_rank
            and array.dtype == np.dtype(self.dtype)
            and all(size in (None, length) for size, length in zip(self.shape, array.shape))
        )


@dataclass(frozen=True)
class Archive:
    """One file as its publisher hands it out.

    Attributes:
        url: The address that it is downloaded from.
        sha256: Its SHA-256 digest, 64 hexadecimal digits.
        size: Its length in bytes.
        filename: Its name in a cache or mirror folder.
    """

    url: str
    sha256: str
    size: int
    filename: str


@dataclass(frozen=True)
class Subset:
    """A smaller archive of real data that a mirror folder may hold in place of the publisher's files.

    Attributes:
        filename: Its name in the mirror folder.
        read: A reader; ``read(path, split)`` returns the arrays of a split.
        what: What it is, in words that follow "the mirror folder's".
    """

    filename: str
    read: Callable[[Path, str], Arrays]
    what: str


@dataclass(frozen=True)
class StandIn:
    """What serves when neither files nor a network are there.

    Attributes:
        make: A generator; ``make(split)`` returns the arrays of a split, the same in every call.
        what: What it is, in words that start a sentence.
        class_names: Its own classes, where they are not the set's: a stand-in does not borrow names.
    """

    make: Callable[[str], Arrays]
    what: str
    class_names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DataSet:
    """All that the course knows of a data set.

    Attributes:
        name: The name that :func:`course.data.load` takes.
        title: The set's name in prose.
        arrays: The arrays of a split, in the order in which they unpack, and the form of each.
        class_names: The name of class ``i`` at place ``i``; empty where there are no classes.
        licence: The licence under which the publisher hands it out.
        citation: The paper or page to cite.
        homepage: The page on which its publisher describes it.
        splits: The names of its splits, each with the publisher's number of examples.
        stand_in: What serves without a network.
        archives: The publisher's files. It is empty where the publisher announces no checksum, since nothing is
            downloaded unverified, and for a set that is drawn on this machine.
        read: A reader of the publisher's files; ``read(folder, split)`` returns the arrays of a split from a folder
            with all ``archives``. It is there exactly when ``archives`` are.
        subset: What a mirror folder may hold instead of ``archives``.
        by_hand: For a publisher's set without ``archives``, what a reader can do to have it, as a clause.
    """

    name: str
    title: str
    arrays: Mapping[str, ArraySpec]
    class_names: tuple[str, ...]
    licence: str
    citation: str
    homepage: str
    splits: Mapping[str, int]
    stand_in: StandIn
    archives: tuple[Archive, ...] = ()
    read: Callable[[Path, str], Arrays] | None = None
    subset: Subset | None = None
    by_hand: str = ""

    def __post_init__(self) -> None:
        if bool(self.archives) != (self.read is not None):
            raise ValueError(f"{self.name}: archives need a reader, and a reader needs archives")

    @property
    def is_drawn(self) -> bool:
        """Whether the set has no publisher: it is drawn on this machine, and nothing stands in for it."""
        return not self.archives and not self.subset and not self.by_hand

    @property
    def size(self) -> int:
        """Bytes to download in all."""
        return sum(archive.size for archive in self.archives)

    def check(self, arrays: Arrays) -> Arrays:
        """Return ``arrays`` as they are if they have the promised names, shapes, dtypes and a common length.

        Raises:
            DamagedError: If a name, shape, dtype or length differs; the message says what was promised and what came.
        """
        if tuple(arrays) != tuple(self.arrays):
            raise DamagedError(f"{self.name}: expected arrays {tuple(self.arrays)}, got {tuple(arrays)}")
        for name, spec in self.arrays.items():
            if not spec.fits(arrays[name]):
                found = f"{arrays[name].shape} {arrays[name].dtype}"
                raise DamagedError(f"{self.name}: expected {name} as {spec}, got {found}")
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) != 1:
            raise DamagedError(f"{self.name}: arrays of different lengths: {lengths}")
        return arrays


def class_labels(classes: int) -> ArraySpec:
    """Return the form of one class per image."""
    return ArraySpec((None,), "int64", f"class of each image, 0 to {classes - 1}")


def detection_arrays(slots: int | None, size: tuple[int, int]) -> dict[str, ArraySpec]:
    """Return the form of images with objects to detect, which :mod:`course.detection.examples` describes.

    Args:
        slots: Places for objects per image, or None where the number differs from split to split.
        size: Height and width of an image in pixels.
    """
    return {
        "images": ArraySpec((None, *size, 3), "uint8", "RGB, 0 to 255"),
        "boxes": ArraySpec((None, slots, 4), "float32", "x1, y1, x2, y2 in pixels; zeros in empty slots"),
        "labels": ArraySpec((None, slots), "int64", "class of each object; -1 in empty slots"),
    }
