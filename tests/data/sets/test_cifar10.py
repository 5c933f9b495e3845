"""CIFAR-10's layout, and the drawn shapes that stand in for it."""

from __future__ import annotations

import io
import pickle
import tarfile

import numpy as np
import pytest

from course.data import load
from course.data.sets.cifar10 import CIFAR10, SHAPES, outline, read_cifar10


def test_cifar10(tmp_path, rng):
    images = rng.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    with tarfile.open(tmp_path / "cifar-10-python.tar.gz", "w:gz") as archive:
        for number, name in enumerate([*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]):
            planes = images[number].transpose(2, 0, 1).reshape(1, -1)  # the publisher's: red, green, blue planes
            content = pickle.dumps({b"data": planes, b"labels": [number]})
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    train = CIFAR10.check(read_cifar10(tmp_path, "train"))
    test = CIFAR10.check(read_cifar10(tmp_path, "test"))
    np.testing.assert_array_equal(np.concatenate([train["images"], test["images"]]), images)
    np.testing.assert_array_equal(np.concatenate([train["labels"], test["labels"]]), np.arange(6))


@pytest.mark.mirror
def test_cifar10_of_the_mirror(mirror):
    images, labels = loaded = load("cifar10", "train")
    assert loaded.source == "mirror"
    assert "cifar10_subset.npz" in loaded.note
    assert images.shape == (5000, 32, 32, 3)
    assert np.bincount(labels).tolist() == [500] * 10
    assert loaded.class_names[0] == "airplane"
    assert np.bincount(load("cifar10", "test").labels).tolist() == [100] * 10


def test_outlines_cover_what_geometry_says():
    matrix, centre = 10 * np.eye(2), np.array([16.0, 16.0])
    disc = outline(SHAPES["disc"], matrix, centre)
    ring = outline(SHAPES["ring"], matrix, centre)
    assert disc.shape == (32, 32, 1)
    assert disc.sum() == pytest.approx(np.pi * 8.5**2, rel=0.03)
    assert ring.sum() == pytest.approx(np.pi * (9.5**2 - 5.5**2), rel=0.05)
    assert ring[16, 16] == 0
