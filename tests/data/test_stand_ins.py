"""What all stand-ins have in common: deterministic, balanced, learnable, and honest about what they are."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.feature import hog
from sklearn.svm import SVC

from course.data import CATALOGUE, load
from course.data.sets.cifar10 import shapes_on_photographs
from course.data.sets.fashion_mnist import texture_patches

CHANCE = 0.1


def orientation_features(images: np.ndarray, cell: int) -> np.ndarray:
    """Return histograms of oriented gradients: what a linear look at the pixels lacks."""
    grey = images.mean(axis=-1)
    return np.array([hog(image, 8, pixels_per_cell=(cell, cell), cells_per_block=(2, 2)) for image in grey])


@pytest.mark.parametrize("make", [shapes_on_photographs, texture_patches])
def test_a_generated_set_is_the_same_in_every_call(make):
    first, again = make("test"), make("test")
    np.testing.assert_array_equal(first["images"], again["images"])
    assert np.bincount(first["labels"]).tolist() == [100] * 10


@pytest.mark.parametrize("name", ["cifar10", "fashion_mnist", "hymenoptera"])
def test_a_stand_in_borrows_neither_name_nor_classes(name):
    dataset = CATALOGUE[name]
    loaded = load(name, "test", "offline")
    assert f"not {dataset.title}" in loaded.note
    assert not set(loaded.class_names) & set(dataset.class_names)


@pytest.mark.parametrize(("name", "cell", "at_least"), [("cifar10", 8, 0.4), ("fashion_mnist", 7, 0.5)])
def test_a_stand_in_can_be_learned_but_not_by_brightness(name, cell, at_least):
    train, test = load(name, "train", "offline"), load(name, "test", "offline")
    gradients = orientation_features(train.images[:1500], cell), orientation_features(test.images[:500], cell)
    brightness = [split.images.mean(axis=(1, 2, 3))[:, np.newaxis] for split in (train, test)]
    learner = SVC(C=5)
    assert learner.fit(gradients[0], train.labels[:1500]).score(gradients[1], test.labels[:500]) > at_least
    assert learner.fit(brightness[0][:1500], train.labels[:1500]).score(brightness[1], test.labels) < 2 * CHANCE
