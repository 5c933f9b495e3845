"""Nuclei of the 2018 Data Science Bowl, 256×256 colour. Drawn, touching cells stand in for them without files.

Drawn cells are noisy ovals that grow in clusters. Each pixel belongs to the cell in which it lies deepest, so that
neighbours meet along a line and never overlap. The line is about a pixel of background wide: a method that misses it
merges two cells.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, ArraySpec, DataSet, StandIn, Subset
from course.data.formats import read_picture

SIZE = 256  # pixels per side: the middle of each image; the smallest images have 256
TEST_EVERY = 4  # of the images in the order of their names, every fourth is for testing

EXAMPLES = {"train": 120, "test": 40}  # images of the stand-in
CELLS = (25, 55)  # cells that are tried in an image, fewest and most
RADII = (7.0, 14.0)  # pixels
CLUSTERED = 0.7  # share of cells that start beside an earlier one
BESIDE = (0.85, 1.05)  # distance of such a cell, in the sum of both radii
LINE = 1.2  # pixels: half the width of the dim line between neighbours
NOISE = 0.04  # standard deviation; the brightest cell is about 1


def drawn_cells(split: str) -> dict[str, np.ndarray]:
    """Return a split of drawn cells.

    Args:
        split: ``"train"`` (120 images) or ``"test"`` (40 images).

    Returns:
        ``images`` (N, 256, 256, 3) uint8 grey in three equal channels, and ``instances`` (N, 256, 256) int32: 0
        background, 1 … n cells. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    images, instances = (np.stack(parts) for parts in zip(*(_image(rng) for _ in range(EXAMPLES[split]))))
    return {"images": np.repeat(images[..., np.newaxis], 3, axis=-1), "instances": instances}


def _image(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw one image, (H, W) uint8, and its cells, (H, W) int32."""
    from scipy import ndimage

    centres, radii = _places(rng)
    depth, owner, second = _depths(centres, radii, rng)
    with np.errstate(invalid="ignore"):  # far from all cells both are minus infinity
        line = (depth - second) < LINE
    inside = (depth > 0) & ~((second > 0) & line)
    instances = _renumbered(np.where(inside, owner + 1, 0))
    brightness = rng.uniform(0.35, 0.9, len(centres))[owner]
    texture = 1 + 0.25 * ndimage.gaussian_filter(rng.standard_normal((SIZE, SIZE)), 2) / 0.14
    glow = np.where(inside, brightness * texture * np.clip(0.55 + depth / 8, 0, 1), 0)
    uneven = 0.06 + 0.05 * np.linspace(0, rng.uniform(-1, 1), SIZE)[:, np.newaxis]
    picture = ndimage.gaussian_filter(glow, 0.9) + uneven + rng.normal(0, NOISE, (SIZE, SIZE))
    return np.clip(np.rint(230 * picture), 0, 255).astype(np.uint8), instances


def _places(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Sample centres (N, 2) and radii (N,), in pixels: most lie beside an earlier cell, none on top of another."""
    centres: list[np.ndarray] = []
    radii: list[float] = []
    for _ in range(int(rng.integers(*CELLS, endpoint=True))):
        radius, centre = rng.uniform(*RADII), rng.uniform(0, SIZE, 2)
        if centres and rng.random() < CLUSTERED:
            mother, angle = int(rng.integers(len(centres))), rng.uniform(0, 2 * np.pi)
            away = rng.uniform(*BESIDE) * (radii[mother] + radius)
            centre = centres[mother] + away * np.array([np.sin(angle), np.cos(angle)])
        gaps = [np.hypot(*(centre - other)) / (radius + reach) for other, reach in zip(centres, radii)]
        if min(gaps, default=1.0) >= BESIDE[0] and (centre > 0).all() and (centre < SIZE).all():
            centres.append(centre)
            radii.append(radius)
    return np.array(centres), np.array(radii)


def _depths(
    centres: np.ndarray, radii: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each pixel how deep it lies in its deepest cell, which one that is, and how deep in the next one."""
    deepest = np.full((2, SIZE, SIZE), -np.inf)  # no cell reaches further than 1.4 of its radii
    owner = np.zeros((SIZE, SIZE), int)
    for number, ((row, column), radius) in enumerate(zip(centres, radii)):
        window = tuple(
            slice(max(int(at - 1.4 * radius), 0), min(int(at + 1.4 * radius) + 2, SIZE)) for at in (row, column)
        )
        rows, columns = np.mgrid[window[0], window[1]]
        first, second = deepest[0][window], deepest[1][window]
        angle = np.arctan2(rows - row, columns - column)
        waves = sum(rng.uniform(-0.09, 0.09) * np.cos(k * angle + rng.uniform(0, 6.3)) for k in (2, 3, 4))
        depth = radius * (1 + waves) - np.hypot(rows - row, columns - column)
        owner[window][depth > first] = number
        np.maximum(second, np.minimum(first, depth), out=second)
        np.maximum(first, depth, out=first)
    return deepest[0], owner, deepest[1]


def _renumbered(labels: np.ndarray) -> np.ndarray:
    """Return labels whose numbers follow one another without gaps, int32."""
    return np.unique(labels, return_inverse=True)[1].reshape(labels.shape).astype(np.int32)


def read_nuclei(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of a zip with ``{id}/images/{id}.png`` and ``{id}/masks/*.png``, one mask per nucleus.

    Args:
        path: The archive; its folders may lie in another one.
        split: ``"train"``, or ``"test"`` for every fourth image in the order of their names.

    Returns:
        ``images`` (N, 256, 256, 3) uint8 RGB and ``instances`` (N, 256, 256) int32: 0 background, 1 … n nuclei, in the
        middle of each image.
    """
    with zipfile.ZipFile(path) as archive:
        files: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"images": [], "masks": []})
        for name in sorted(archive.namelist()):
            *_, image, kind, filename = ("", "", *name.split("/"))
            if filename.lower().endswith(".png") and kind in ("images", "masks"):
                files[image][kind].append(name)
        chosen = [
            each
            for number, (_, each) in enumerate(sorted(files.items()))
            if (number % TEST_EVERY == TEST_EVERY - 1) == (split == "test")
        ]
        if not chosen:
            raise ValueError("no {id}/images/{id}.png in it")
        images = np.stack([_middle(read_picture(archive, each["images"][0], "RGB")) for each in chosen])
        instances = np.stack([_instances(archive, each["masks"]) for each in chosen])
    return {"images": images, "instances": instances}


def _middle(image: np.ndarray) -> np.ndarray:
    """Return the 256 × 256 in the middle."""
    top, left = ((side - SIZE) // 2 for side in image.shape[:2])
    return image[top : top + SIZE, left : left + SIZE]


def _instances(archive: zipfile.ZipFile, names: list[str]) -> np.ndarray:
    """Write each nucleus' mask into one label image, the numbers of those that the middle shows without gaps."""
    labels, count = np.zeros((SIZE, SIZE), np.int32), 0
    for name in names:
        mask = (_middle(read_picture(archive, name, "L")) > 0) & (labels == 0)
        if mask.any():
            count += 1
            labels[mask] = count
    return labels


NUCLEI = DataSet(
    name="nuclei",
    title="Nuclei of the 2018 Data Science Bowl",
    arrays={
        "images": ArraySpec((None, SIZE, SIZE, 3), "uint8", "RGB, 0 to 255"),
        "instances": ArraySpec((None, SIZE, SIZE), "int32", "0 background, 1 to n one number per nucleus"),
    },
    class_names=("background", "nucleus"),
    licence="CC0 1.0",
    citation="Caicedo et al.: Nucleus segmentation across imaging experiments: the 2018 Data Science Bowl, 2019",
    homepage="https://bbbc.broadinstitute.org/BBBC038",
    splits={"train": 503, "test": 167},
    stand_in=StandIn(
        drawn_cells,
        "160 drawn images of touching cells (not Nuclei of the 2018 Data Science Bowl)",
        class_names=("background", "drawn cell"),
    ),
    subset=Subset(
        filename="dsb2018_stage1_train.zip",
        read=read_nuclei,
        what="Microscopy images of nuclei, one mask per nucleus",
    ),
    by_hand=(
        "put https://data.broadinstitute.org/bbbc/BBBC038/stage1_train.zip as dsb2018_stage1_train.zip into the folder "
        "that COURSE_MIRROR names"
    ),
)
