"""Grey photographs of scikit-image: real pictures to restore where the restoration sets are not at hand.

The pictures to learn from and the pictures to measure on are cut from different photographs.
"""

from __future__ import annotations

import functools

import numpy as np

from course.data.photographs import photograph

TRAIN_SIZE, TEST_SIZE = 180, 256  # pixels a side
CUTS = 4  # a photograph to learn from is cut at 4 × 4 places, spread evenly from border to border

TRAIN = ("astronaut", "brick", "coffee", "grass", "gravel", "hubble_deep_field", "immunohistochemistry")
HELD_OUT = ("camera", "chelsea", "coins", "moon", "rocket")


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


CUT = {"train": (TRAIN, _spread), "test": (HELD_OUT, _tiles), "bsd68": (HELD_OUT, _middle)}


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
