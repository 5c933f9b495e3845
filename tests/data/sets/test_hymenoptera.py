"""The layout of the ants and bees, and the crops of photographs that stand in for them."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from PIL import Image

from course.data.photographs import photograph
from course.data.sets import hymenoptera
from course.data.sets.hymenoptera import HYMENOPTERA, photograph_crops, read_ants_and_bees


def test_ants_and_bees(tmp_path, rng):
    sizes = {
        "train/ants/b.jpg": (300, 400),
        "train/ants/a.JPG": (256, 256),
        "train/bees/c.jpg": (40, 30),
        "val/bees/d.jpg": (256, 300),
    }
    path = tmp_path / "hymenoptera_data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, size) in enumerate(sizes.items()):
            buffer = io.BytesIO()
            Image.new("RGB", size, (50 * number, 100, 200)).save(buffer, "JPEG", quality=95)
            archive.writestr(f"hymenoptera_data/{name}", buffer.getvalue())
        archive.writestr("hymenoptera_data/train/ants/imageNotFound.gif", b"GIF89a")
    train = HYMENOPTERA.check(read_ants_and_bees(path, "train"))
    assert train["labels"].tolist() == [0, 1, 0]
    np.testing.assert_allclose(train["images"].mean(axis=(1, 2))[:, 0], [50, 100, 0], atol=3)
    np.testing.assert_allclose(train["images"][..., 1:].mean(axis=(0, 1, 2)), [100, 200], atol=3)
    assert read_ants_and_bees(path, "test")["labels"].tolist() == [1]


def test_the_middle_of_a_photograph_is_kept(tmp_path):
    photo = np.zeros((256, 512, 3), np.uint8)
    photo[:, 144:368] = 255  # the 224 columns in the middle
    buffer = io.BytesIO()
    Image.fromarray(photo).save(buffer, "JPEG", quality=100)
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("hymenoptera_data/val/ants/a.jpg", buffer.getvalue())
    assert read_ants_and_bees(tmp_path / "photos.zip", "test")["images"].min() > 200


def test_the_crops_of_the_splits_come_from_different_parts():
    train, test = photograph_crops("train"), photograph_crops("test")
    np.testing.assert_array_equal(test["images"], photograph_crops("test")["images"])
    assert train["labels"][:4].tolist() == [0, 1, 0, 1]
    for name in hymenoptera.SCENES.values():
        parts = [hymenoptera._part(name, split) for split in ("train", "test")]
        assert sum(part.shape[1] for part in parts) == photograph(name).shape[1]
