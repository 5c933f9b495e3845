"""Nuclei as their publisher lays them out, and the drawn cells that stand in for them."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from course.data.sets import nuclei
from course.data.sets.nuclei import NUCLEI, drawn_cells, read_nuclei
from course.images.instances import touching_pairs
from tests.data.pictures import png


@pytest.fixture
def archive(tmp_path):
    """Five images of two sizes; image k has k masks, the last of them outside the middle where there is room."""
    path = tmp_path / "stage1_train.zip"
    with zipfile.ZipFile(path, "w") as out:
        for number in range(5):
            height, width = (256, 256) if number % 2 else (300, 400)
            image = np.full((height, width, 4), 40 * number, np.uint8)
            out.writestr(f"id{number}/images/id{number}.png", png(image))
            for k in range(number):
                mask = np.zeros((height, width), np.uint8)
                mask[100 + 20 * k : 110 + 20 * k, 100:120] = 255
                out.writestr(f"id{number}/masks/mask{k}.png", png(mask))
            outside = np.zeros((height, width), np.uint8)
            outside[:5, :5] = 255
            out.writestr(f"id{number}/masks/zzz.png", png(outside))
        out.writestr("__MACOSX/readme.txt", "not an image")
    return path


def test_nuclei_are_read_split_and_cut(archive):
    train = NUCLEI.check(read_nuclei(archive, "train"))
    test = NUCLEI.check(read_nuclei(archive, "test"))
    assert train["images"][:, 0, 0, 0].tolist() == [0, 40, 80, 160]
    assert test["images"][:, 0, 0, 0].tolist() == [120]
    assert [int(each.max()) for each in train["instances"]] == [0, 2, 2, 4]  # what lies outside the middle is gone
    assert int(test["instances"].max()) == 4
    assert (train["instances"][1] == 1).sum() == 10 * 20


def test_an_archive_without_images_is_refused(tmp_path):
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("readme.txt", "nothing")
    with pytest.raises(ValueError, match=r"no \{id\}/images"):
        read_nuclei(path, "train")


def test_drawn_cells_touch_never_overlap_and_are_bright(monkeypatch):
    monkeypatch.setattr(nuclei, "EXAMPLES", {"train": 4, "test": 4})
    drawn = NUCLEI.check(drawn_cells("test"))
    np.testing.assert_array_equal(drawn["images"], drawn_cells("test")["images"])
    for image, labels in zip(drawn["images"], drawn["instances"]):
        assert np.unique(labels).tolist() == list(range(labels.max() + 1))
        assert labels.max() > 10
        assert image[labels > 0].mean() > 3 * image[labels == 0].mean()
    assert sum(len(touching_pairs(labels, 3)) for labels in drawn["instances"]) > 10
