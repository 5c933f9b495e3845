"""The layout of the restoration sets, and the photographs that stand in for them."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course.data import load
from course.data.sets import restoration
from course.data.sets.restoration import RESTORATION, grey_photographs, read_restoration


def test_restoration_sets(tmp_path, rng):
    photos = {
        "Train400/test_002.png": rng.integers(0, 256, (6, 6), np.uint8),
        "Train400/test_001.png": rng.integers(0, 256, (6, 6), np.uint8),
        "deep/down/Set12/01.png": rng.integers(0, 256, (4, 9), np.uint8),
        "testsets/Set12/01.png": rng.integers(0, 256, (4, 9), np.uint8),
        "testsets/Set12/02.png": rng.integers(0, 256, (8, 5), np.uint8),
    }
    path = tmp_path / "restoration.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, photo in photos.items():
            buffer = io.BytesIO()
            Image.fromarray(photo).save(buffer, "PNG")
            archive.writestr(name, buffer.getvalue())
        archive.writestr("testsets/Set12/Thumbs.db", b"")
    train = RESTORATION.check(read_restoration(path, "train"))
    np.testing.assert_array_equal(train["images"][1, :, :, 0], photos["Train400/test_002.png"])
    test = RESTORATION.check(read_restoration(path, "test"))
    assert test["images"].shape == (2, 8, 9, 1)
    assert test["sizes"].tolist() == [[4, 9], [8, 5]]
    np.testing.assert_array_equal(test["images"][1, :8, :5, 0], photos["testsets/Set12/02.png"])
    assert not test["images"][1, :, 5:].any()
    with pytest.raises(ValueError, match="in a folder BSD68"):
        read_restoration(path, "bsd68")


def test_the_pictures_to_measure_on_are_other_photographs():
    assert not set(restoration.TRAIN_PHOTOGRAPHS) & set(restoration.TEST_PHOTOGRAPHS)
    train, test = grey_photographs("train"), grey_photographs("test")
    assert train["images"].shape == (112, 180, 180, 1)
    assert test["images"].shape == (12, 256, 256, 1)
    assert test["sizes"].tolist() == [[256, 256]] * 12
    assert min(image.std() for image in train["images"]) > 1
    assert "not Set12" in load("restoration", "test", "offline").note
