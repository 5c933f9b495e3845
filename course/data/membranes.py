"""Generated electron micrographs: a 512×512 task that stands in for the ISBI 2012 membranes.

Cells are the regions nearest to scattered points, bent by a smooth random field. Their borders are dark membranes of
uneven width and contrast. Inside the cells lie what makes the real task hard: mitochondria and vesicles as dark as a
membrane, cells of different greys, uneven illumination, noise.
"""

from __future__ import annotations

import numpy as np

from course.data.photographs import SEEDS

SIZE = 512  # pixels a side
COARSE = 256  # distances are computed at half size: they are smooth
IMAGES = 30  # as many as the challenge has with masks
CELLS = (60, 100)  # points an image
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
    drawn = [_slice(rng) for _ in range(IMAGES)]
    images = np.stack([np.clip(np.rint(grey), 0, 255).astype(np.uint8) for grey, _ in drawn])
    return {"images": images[..., np.newaxis], "masks": np.stack([mask for _, mask in drawn]).astype(np.uint8)}
