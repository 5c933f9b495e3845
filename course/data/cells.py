"""Cells under a microscope, drawn: bright, touching, with a dim line between neighbours; stands in for real nuclei.

Cells are noisy ovals that grow in clusters. Each pixel belongs to the cell in which it lies deepest, so that neighbours
meet along a line and never overlap. The line is about a pixel of background wide: whoever misses it merges two cells.
"""

from __future__ import annotations

import numpy as np

from course.data.photographs import SEEDS

SIZE = 256  # pixels a side
EXAMPLES = {"train": 120, "test": 40}  # images, about as many as the real set has
CELLS = (25, 55)  # cells that are tried in an image, fewest and most
RADII = (7.0, 14.0)  # pixels
CLUSTERED = 0.7  # share of cells that start beside an earlier one
BESIDE = (0.85, 1.05)  # distance of such a cell, in the sum of both radii
LINE = 1.2  # pixels: half the width of the dim line between neighbours
NOISE = 0.04  # standard deviation; the brightest cell is about 1


def cells(split: str) -> dict[str, np.ndarray]:
    """Return a split of generated cells.

    Args:
        split: ``"train"`` (120 images) or ``"test"`` (40 images).

    Returns:
        ``images`` (N, 256, 256, 3) uint8 grey in three equal channels, and ``instances`` (N, 256, 256) int32: 0
        background, 1 … n cells. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    drawn = [_image(rng) for _ in range(EXAMPLES[split])]
    images, instances = (np.stack(parts) for parts in zip(*drawn))
    return {"images": np.repeat(images[..., np.newaxis], 3, axis=-1), "instances": instances}


def _image(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw one image, (H, W) uint8, and its cells, (H, W) int32."""
    from scipy import ndimage

    centres, radii = _places(rng)
    depth, owner, second = _depths(centres, radii, rng)
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
    """Draw centres (N, 2) and radii (N,), in pixels: most beside an earlier cell, none on top of another."""
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
        first, second = deepest[(0, *window)], deepest[(1, *window)]
        angle = np.arctan2(rows - row, columns - column)
        waves = sum(rng.uniform(-0.09, 0.09) * np.cos(k * angle + rng.uniform(0, 6.3)) for k in (2, 3, 4))
        depth = radius * (1 + waves) - np.hypot(rows - row, columns - column)
        owner[window][depth > first] = number
        np.maximum(second, np.minimum(first, depth), out=second)
        np.maximum(first, depth, out=first)
    return deepest[0], owner, deepest[1]


def _renumbered(labels: np.ndarray) -> np.ndarray:
    return np.unique(labels, return_inverse=True)[1].reshape(labels.shape).astype(np.int32)
