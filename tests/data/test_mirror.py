"""The mirror folder's smaller archives: whole, damaged, or of another form."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from course.data import load
from course.data.errors import DamagedError


def write_subset(path, **arrays):
    """Write a small ``cifar10_subset.npz``."""
    images = np.arange(4 * 32 * 32 * 3, dtype=np.uint32).astype(np.uint8).reshape(4, 32, 32, 3)
    content = {"x_train": images, "y_train": np.array([[3], [1], [0], [9]], np.uint8)}
    content |= {"x_test": images[:1], "y_test": np.array([[5]], np.uint8)}
    np.savez(path, **(content | arrays))


def test_a_subset_has_the_form_of_the_set(tmp_path, monkeypatch):
    write_subset(tmp_path / "cifar10_subset.npz")
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    loaded = load("cifar10")
    assert loaded.source == "mirror"
    assert loaded.labels.tolist() == [3, 1, 0, 9]
    assert loaded.labels.dtype == np.int64


def test_a_truncated_subset_is_named(tmp_path, monkeypatch):
    path = tmp_path / "cifar10_subset.npz"
    write_subset(path)
    path.write_bytes(path.read_bytes()[:-500])
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    with pytest.raises(DamagedError, match=r"cifar10_subset.npz cannot be read .* copy it again"):
        load("cifar10", source="mirror")
    with pytest.warns(UserWarning, match="cannot be read"):
        assert load("cifar10", "test").source == "offline"


def test_a_subset_of_another_form_is_refused(tmp_path, monkeypatch):
    write_subset(tmp_path / "cifar10_subset.npz", x_train=np.zeros((4, 16, 16, 3), np.uint8))
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    with pytest.raises(DamagedError, match=r"expected images as \(N, 32, 32, 3\) uint8, got \(4, 16, 16, 3\)"):
        load("cifar10", source="mirror")


def test_a_subset_with_something_else_inside_is_named(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "free-spoken-digit-dataset.zip", "w") as archive:
        archive.writestr("recordings/0_theo_7.wav", "no sound")
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path))
    with pytest.raises(DamagedError, match=r"free-spoken-digit-dataset.zip cannot be read"):
        load("spoken_digits", source="mirror")
