"""ISBI 2012 membranes: electron micrographs, 512×512 grey. Generated ones stand in for them where there are no files.

In the stand-in cells are the regions nearest to scattered points, bent by a smooth random field. Their borders are dark
membranes of uneven width and contrast. Inside the cells lie what makes the real task hard: mitochondria and vesicles as
dark as a membrane, cells of different greys, uneven illumination, noise.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, ArraySpec, DataSet, StandIn, Subset
from course.data.formats import read_picture

SIZE = 512  # pixels per side
IMAGES, FOLDS = 30, 5  # the challenge publishes the masks of 30 slices; labs 5 and 6 measure on five folds
COARSE = 256  # distances are computed at half size: they are smooth
CELLS = (60, 100)  # points per image
BEND = 14.0  # pixels: standard deviation of the field that bends straight borders
HALF_WIDTH = 3.3  # pixels from the middle of a membrane to its rim, on average


def _smooth_field(shape: tuple[int, int], scale: float, rng: np.random.Generator) -> np.ndarray:
    """Return Gaussian noise of unit deviation that changes over about ``scale`` pixels, float32."""
    import cv2

    coarse = tuple(max(int(length / scale) + 3, 4) for length in shape)
    noise = cv2.resize(rng.standard_normal(coarse).astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
    return (noise - noise.mean()) / noise.std()


def _cells(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return each pixel's cell, (512, 512) int32, and its distance from the nearest border in pixels, float32."""
    import cv2
    from scipy.spatial import cKDTree

    rows, columns = np.indices((COARSE, COARSE), np.float32) * (SIZE / COARSE)
    stretch = rng.uniform(1.0, 1.8)  # cells are cut obliquely
    places = np.stack(
        [
            rows + BEND * _smooth_field(rows.shape, 40, rng),
            (columns + BEND * _smooth_field(rows.shape, 40, rng)) / stretch,
        ],
        axis=-1,
    )
    points = rng.uniform(-60, SIZE + 60, (int(rng.integers(*CELLS) * 1.5), 2)) / (1, stretch)
    distances, cells = cKDTree(points).query(places.reshape(-1, 2), k=2)
    between = np.linalg.norm(points[cells[:, 0]] - points[cells[:, 1]], axis=1)
    to_border = (distances[:, 1] ** 2 - distances[:, 0] ** 2) / (2 * between)
    size = (SIZE, SIZE)
    return (
        cv2.resize(cells[:, 0].reshape(COARSE, COARSE).astype(np.int32), size, interpolation=cv2.INTER_NEAREST),
        cv2.resize(to_border.reshape(COARSE, COARSE).astype(np.float32), size, interpolation=cv2.INTER_LINEAR),
    )


def _organelles(to_border: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return how much darker organelles make each pixel, (512, 512) float32, 0 to about 60 grey levels."""
    import cv2

    dark = np.zeros((SIZE, SIZE), np.float32)
    inside = np.argwhere(to_border > 14)
    for row, column in inside[rng.integers(len(inside), size=14)]:  # mitochondria
        axes = tuple(int(length) for length in rng.integers(7, 15, size=2))
        cv2.ellipse(dark, (int(column), int(row)), axes, rng.uniform(0, 180), 0, 360, float(rng.uniform(25, 45)), -1)
        cv2.ellipse(dark, (int(column), int(row)), axes, 0, 0, 360, float(rng.uniform(40, 60)), 2)
    for row, column in inside[rng.integers(len(inside), size=120)]:  # vesicles
        cv2.circle(dark, (int(column), int(row)), int(rng.integers(2, 5)), float(rng.uniform(20, 55)), 1)
    return cv2.GaussianBlur(dark, (0, 0), 1.0)


def _slice(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw one image, (512, 512) float32 around 0 to 255, and where its membranes are, (512, 512) bool."""
    import cv2

    cells, to_border = _cells(rng)
    half_width = HALF_WIDTH * np.exp(0.25 * _smooth_field(cells.shape, 60, rng))
    contrast = np.clip(75 + 22 * _smooth_field(cells.shape, 50, rng), 20, 110)
    grey = rng.normal(150, 10, cells.max() + 1)[cells].astype(np.float32)
    grey -= np.where(to_border > half_width, _organelles(to_border, rng), 0)
    grey -= contrast * np.exp(-((to_border / half_width) ** 2))
    grey += 9 * _smooth_field(cells.shape, 5, rng) + 12 * _smooth_field(cells.shape, 250, rng) - rng.uniform(0, 25)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.8) + rng.normal(0, 12, grey.shape)
    return grey, to_border < half_width


def generated_membranes(split: str) -> dict[str, np.ndarray]:
    """Return 30 generated micrographs and where their membranes are.

    Args:
        split: ``"train"``, the only one: the challenge publishes no other masks.

    Returns:
        ``images`` (30, 512, 512, 1) uint8 grey and ``masks`` (30, 512, 512) uint8, 1 on a membrane. The same in every
        call.
    """
    rng = np.random.default_rng(SEEDS[split])
    slices = [_slice(rng) for _ in range(IMAGES)]
    images = np.stack([np.clip(np.rint(grey), 0, 255).astype(np.uint8) for grey, _ in slices])
    return {"images": images[..., np.newaxis], "masks": np.stack([mask for _, mask in slices]).astype(np.uint8)}


def membrane_folds(images: int = IMAGES, folds: int = FOLDS) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the folds: each image is tested exactly once, by a network that has not seen others of its block.

    The micrographs are consecutive slices of one piece of tissue, and neighbours show the same cells. So a fold tests
    a block of neighbouring slices (0 to 5, 6 to 11, …), never a random choice of slices: those would have
    their neighbours among the training images.

    Args:
        images: The number of images, in the order of the slices.
        folds: The number of folds.

    Returns:
        For each fold two ascending int64 arrays: the numbers of the images to train on, and of those to test on.

    Raises:
        ValueError: If there are fewer images than folds, or fewer than two folds.

    Example:
        >>> train, test = membrane_folds()[1]
        >>> test.tolist(), len(train)
        ([6, 7, 8, 9, 10, 11], 24)
    """
    if not 2 <= folds <= images:
        raise ValueError(f"{images} images cannot make {folds} folds: take 2 to {images}")
    numbers = np.arange(images)
    return [(np.setdiff1d(numbers, block), block) for block in np.array_split(numbers, folds)]


def read_membranes(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read the 30 micrographs with masks of ISBI 2012, in the order of the slices, from one zip of PNG files.

    Args:
        path: The archive, with ``train/image/0.png`` … and ``train/label/0.png`` … inside; a mask is 0 on a membrane
            and 255 in a cell.
        split: ``"train"``, the only one: the masks of the challenge's test slices are not published.

    Returns:
        ``images`` (30, 512, 512, 1) uint8 grey and ``masks`` (30, 512, 512) uint8, 1 on a membrane, 0 in a cell.
    """
    with zipfile.ZipFile(path) as archive:
        images, masks = (
            np.stack([read_picture(archive, f"{split}/{kind}/{number}.png") for number in range(IMAGES)])
            for kind in ("image", "label")
        )
    return {"images": images[..., np.newaxis], "masks": (masks < 128).astype(np.uint8)}


MEMBRANES = DataSet(
    name="membranes",
    title="ISBI 2012 membranes",
    arrays={
        "images": ArraySpec((None, SIZE, SIZE, 1), "uint8", "grey, 0 to 255, in the order of the slices"),
        "masks": ArraySpec((None, SIZE, SIZE), "uint8", "1 on a membrane, 0 in a cell"),
    },
    class_names=("cell", "membrane"),
    licence="for research and teaching; terms not verified",
    citation="Cardona et al.: An integrated micro- and macroarchitectural analysis of the Drosophila brain by "
    "computer-assisted serial section electron microscopy, PLoS Biology 8(10), 2010",
    homepage="https://imagej.net/events/isbi-2012-segmentation-challenge",
    splits={"train": 30},
    stand_in=StandIn(
        generated_membranes,
        "30 generated micrographs (not ISBI 2012 membranes)",
        class_names=("generated cell", "generated membrane"),
    ),
    subset=Subset(
        filename="isbi2012_membrane.zip",
        read=read_membranes,
        what="30 electron micrographs of a fly's nerve cord (ISBI 2012)",
    ),
    by_hand="zip data/membrane/train of https://github.com/zhixuhao/unet (image/0.png …, label/0.png …) as "
    "isbi2012_membrane.zip into the folder that COURSE_MIRROR names",
)
