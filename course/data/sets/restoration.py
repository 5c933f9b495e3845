"""Grey photographs to restore: Train400, Set12, BSD68. Squares of scikit-image's photographs stand in for them.

In the stand-in the pictures to learn from and the pictures to measure on are cut from different photographs.
"""

from __future__ import annotations

import functools
import zipfile
from pathlib import Path

import numpy as np

from course.data.dataset import ArraySpec, DataSet, StandIn, Subset
from course.data.formats import read_picture
from course.data.photographs import photograph

FOLDERS = {"train": "Train400", "test": "Set12", "bsd68": "BSD68"}

TRAIN_SIZE, TEST_SIZE = 180, 256  # pixels per side, of the stand-in
CUTS = 4  # a photograph to learn from is cut at 4 × 4 places, spread evenly from border to border

TRAIN_PHOTOGRAPHS = ("astronaut", "brick", "coffee", "grass", "gravel", "hubble_deep_field", "immunohistochemistry")
TEST_PHOTOGRAPHS = ("camera", "chelsea", "coins", "moon", "rocket")


@functools.cache
def _grey(name: str) -> np.ndarray:
    """Return a photograph as (H, W) uint8."""
    import cv2

    return cv2.cvtColor(np.ascontiguousarray(photograph(name)), cv2.COLOR_RGB2GRAY)


def _spread(image: np.ndarray) -> list[np.ndarray]:
    """Return the squares to learn from; those of a small photograph overlap."""
    rows, columns = (np.linspace(0, length - TRAIN_SIZE, CUTS).astype(int) for length in image.shape)
    return [image[top : top + TRAIN_SIZE, left : left + TRAIN_SIZE] for top in rows for left in columns]


def _tiles(image: np.ndarray) -> list[np.ndarray]:
    """Return the squares that lie side by side from the top left, as many as there are whole ones."""
    rows, columns = (range(0, length - TEST_SIZE + 1, TEST_SIZE) for length in image.shape)
    return [image[top : top + TEST_SIZE, left : left + TEST_SIZE] for top in rows for left in columns]


def _middle(image: np.ndarray) -> list[np.ndarray]:
    """Return the square in the middle."""
    top, left = ((length - TEST_SIZE) // 2 for length in image.shape)
    return [image[top : top + TEST_SIZE, left : left + TEST_SIZE]]


CUT = {"train": (TRAIN_PHOTOGRAPHS, _spread), "test": (TEST_PHOTOGRAPHS, _tiles), "bsd68": (TEST_PHOTOGRAPHS, _middle)}


def grey_photographs(split: str) -> dict[str, np.ndarray]:
    """Return a split of squares cut from scikit-image's photographs.

    Args:
        split: ``"train"`` (112 squares of 180 pixels), ``"test"`` (12 of 256) or ``"bsd68"`` (5 of 256, from the same
            photographs as ``"test"``).

    Returns:
        ``images`` (N, side, side, 1) uint8 and ``sizes`` (N, 2) int64, the squares' height and width.
    """
    names, cut = CUT[split]
    images = np.stack([square for name in names for square in cut(_grey(name))])[..., np.newaxis]
    return {"images": images, "sizes": np.full((len(images), 2), images.shape[1])}


def read_restoration(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read the grey photographs of one set from a zip that has it in a folder by the set's name, at any depth.

    Args:
        path: The archive. GitHub's zip of the publisher's repository will do; a file that is in it twice is read once.
        split: ``"train"`` (Train400), ``"test"`` (Set12) or ``"bsd68"`` (BSD68).

    Returns:
        ``images`` (N, H, W, 1) uint8, each photograph at the top left of a frame as high and as wide as the set
        needs, black outside of it; ``sizes`` (N, 2) int64, each photograph's height and width.
    """
    wanted = FOLDERS[split]
    with zipfile.ZipFile(path) as archive:
        files = {Path(name).name: name for name in archive.namelist() if Path(name).parent.name == wanted}
        names = [files[name] for name in sorted(files) if name.lower().endswith(".png")]
        if not names:
            raise ValueError(f"no .png in a folder {wanted}")
        photos = [read_picture(archive, name, "L") for name in names]
    sizes = np.array([photo.shape for photo in photos], np.int64)
    images = np.zeros((len(photos), *sizes.max(axis=0), 1), np.uint8)
    for frame, photo in zip(images, photos):
        frame[: photo.shape[0], : photo.shape[1], 0] = photo
    return {"images": images, "sizes": sizes}


RESTORATION = DataSet(
    name="restoration",
    title="Restoration sets (Train400, Set12, BSD68)",
    arrays={
        "images": ArraySpec((None, None, None, 1), "uint8", "grey, 0 to 255, at the top left of a common frame"),
        "sizes": ArraySpec((None, 2), "int64", "height and width of each photograph in its frame, in pixels"),
    },
    class_names=(),
    licence="none stated by the publisher",
    citation="Zhang, Zuo, Chen, Meng, Zhang: Beyond a Gaussian denoiser, IEEE TIP 2017, arXiv:1608.03981",
    homepage="https://github.com/cszn/DnCNN",
    splits={"train": 400, "test": 12, "bsd68": 68},
    stand_in=StandIn(grey_photographs, "Squares of twelve of scikit-image's photographs (not Set12)"),
    subset=Subset(
        filename="restoration.zip",
        read=read_restoration,
        what="Grey photographs (Train400, Set12, BSD68)",
    ),
    by_hand="save https://github.com/cszn/DnCNN/archive/e93b27812d3ff523a3a79d19e5e50d233d7a8d0a.zip "
    "as restoration.zip in the folder that COURSE_MIRROR names",
)
