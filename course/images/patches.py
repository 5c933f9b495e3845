"""Small squares cut out of pictures, to train with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def random_patches(pictures: Sequence[np.ndarray], count: int, size: int, seed: int) -> np.ndarray:
    """Cut squares at random places of random pictures; half of the squares are mirrored left to right.

    Args:
        pictures: Arrays (height, width, channels), of any sizes that hold a square.
        count: How many squares to cut.
        size: Pixels of a square, across and down.
        seed: Whole number for ``numpy.random.default_rng``: the same seed gives the same squares.

    Returns:
        (count, size, size, channels), of the pictures' dtype.
    """
    rng = np.random.default_rng(seed)
    patches = []
    for number in rng.integers(len(pictures), size=count):
        height, width = pictures[number].shape[:2]
        top, left = rng.integers(height - size + 1), rng.integers(width - size + 1)
        patch = pictures[number][top : top + size, left : left + size]
        patches.append(patch[:, :: rng.choice([-1, 1])])
    return np.stack(patches)
