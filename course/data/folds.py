"""The five folds of the 30 membrane images, on which labs 5 and 6 measure."""

from __future__ import annotations

import numpy as np

MEMBRANE_IMAGES, FOLDS = 30, 5


def membrane_folds(images: int = MEMBRANE_IMAGES, folds: int = FOLDS) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the folds: each image is tested exactly once, and never while others of its block are trained on.

    The micrographs are consecutive slices of one piece of tissue, and neighbours show the same cells. So a fold tests
    a block of neighbouring slices (0 to 5, 6 to 11, …), never slices drawn at random: those would have their
    neighbours among the training images.

    Args:
        images: How many images there are, in the order of the slices.
        folds: How many folds.

    Returns:
        For each fold the numbers of the images to train on and of those to test on, ascending int64 arrays.

    Raises:
        ValueError: There are fewer images than folds, or fewer than two folds.

    Example:
        >>> train, test = membrane_folds()[1]
        >>> test.tolist(), len(train)
        ([6, 7, 8, 9, 10, 11], 24)
    """
    if not 2 <= folds <= images:
        raise ValueError(f"{images} images cannot make {folds} folds: take 2 to {images}")
    numbers = np.arange(images)
    return [(np.setdiff1d(numbers, block), block) for block in np.array_split(numbers, folds)]
