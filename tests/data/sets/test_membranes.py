"""The layout of the membranes, the generated micrographs that stand in for them, and folds that do not leak."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from course.data import load
from course.data.sets import membranes
from course.data.sets.membranes import MEMBRANES, membrane_folds, read_membranes
from tests.data.pictures import png


def test_membranes_are_read_in_the_order_of_the_slices(tmp_path):
    rng = np.random.default_rng(0)
    borders = rng.random((30, 512, 512)) < 0.2
    path = tmp_path / "isbi2012_membrane.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(30):
            archive.writestr(f"train/image/{number}.png", png(np.full((512, 512), number, np.uint8)))
            archive.writestr(f"train/label/{number}.png", png(np.where(borders[number], 0, 255).astype(np.uint8)))
    arrays = MEMBRANES.check(read_membranes(path, "train"))
    assert arrays["images"][:, 0, 0, 0].tolist() == list(range(30))
    np.testing.assert_array_equal(arrays["masks"], borders)


@pytest.mark.mirror
def test_membranes_of_the_mirror(mirror):
    micrographs = load("membranes")
    assert micrographs.source == "mirror"
    assert 0.2 < micrographs.masks.mean() < 0.25
    assert micrographs.images[micrographs.masks == 1].mean() < micrographs.images[micrographs.masks == 0].mean() - 40


def test_generated_membranes_are_dark_thin_and_not_the_only_dark_things():
    images, masks = loaded = load("membranes", source="offline")
    assert "not ISBI 2012 membranes" in loaded.note
    assert not set(loaded.class_names) & set(MEMBRANES.class_names)
    assert 0.15 < masks.mean() < 0.3
    grey = images[..., 0].astype(float)
    dark = grey < grey[masks == 1].mean()
    assert dark[masks == 1].mean() > 4 * dark[masks == 0].mean() > 0
    again, mask = membranes._slice(np.random.default_rng(1))
    np.testing.assert_array_equal(np.clip(np.rint(again), 0, 255), grey[0])
    np.testing.assert_array_equal(mask, masks[0])


def test_each_membrane_image_is_tested_once_and_never_trained_on():
    folds = membrane_folds()
    assert len(folds) == 5
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(30))
    for train, test in folds:
        assert not set(train) & set(test)
        assert len(train) == 24
        assert np.ptp(test) == 5, "a block of neighbouring slices"
    with pytest.raises(ValueError, match="cannot make"):
        membrane_folds(3, 5)
