"""Nuclei as their publisher lays them out, drawn cells, and embryo-like volumes."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course.data import CATALOGUE, cells, nuclei, volumes
from course.images.instances import touching_pairs


def png(array):
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "PNG")
    return buffer.getvalue()


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
    train = CATALOGUE["nuclei"].check(nuclei.read_nuclei(archive.parent, "train"))
    test = CATALOGUE["nuclei"].check(nuclei.read_nuclei(archive.parent, "test"))
    assert train["images"][:, 0, 0, 0].tolist() == [0, 40, 80, 160]
    assert test["images"][:, 0, 0, 0].tolist() == [120]
    assert [int(each.max()) for each in train["instances"]] == [0, 2, 2, 4]  # what lies outside the middle is gone
    assert int(test["instances"].max()) == 4
    assert (train["instances"][1] == 1).sum() == 10 * 20


def test_an_archive_without_images_is_told(tmp_path):
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("readme.txt", "nothing")
    with pytest.raises(ValueError, match=r"no \{id\}/images"):
        nuclei.read_nuclei_zip(path, "train")


def test_drawn_cells_touch_never_overlap_and_are_bright(monkeypatch):
    monkeypatch.setattr(cells, "EXAMPLES", {"train": 4, "test": 4})
    drawn = CATALOGUE["nuclei"].check(cells.cells("test"))
    np.testing.assert_array_equal(drawn["images"], cells.cells("test")["images"])
    for image, labels in zip(drawn["images"], drawn["instances"]):
        assert np.unique(labels).tolist() == list(range(labels.max() + 1))
        assert labels.max() > 10
        assert image[labels > 0].mean() > 3 * image[labels == 0].mean()
    assert sum(len(touching_pairs(labels, 3)) for labels in drawn["instances"]) > 10


def test_a_ventricle_fills_three_voxels_in_a_thousand():
    images, masks = volumes.embryo_volumes(6, seed=3)
    assert images.shape == masks.shape == (6, 48, 48, 48, 1)
    assert (images.dtype, masks.dtype) == (np.float32, np.uint8)
    assert images.min() >= 0
    assert images.max() <= 1
    assert masks.mean() == pytest.approx(0.003, rel=0.25)
    again, _ = volumes.embryo_volumes(6, seed=3)
    np.testing.assert_array_equal(images, again)


def test_a_ventricle_is_dark_in_a_bright_head_and_fits_a_window():
    images, masks = volumes.embryo_volumes(6, seed=4)
    for image, mask in zip(images[..., 0], masks[..., 0] > 0):
        voxels = np.argwhere(mask)
        assert np.ptp(voxels, axis=0).max() < 20
        around = np.zeros_like(mask)
        low, high = voxels.min(axis=0) - 2, voxels.max(axis=0) + 3
        around[tuple(slice(*ends) for ends in zip(low, high))] = True
        assert image[mask].mean() < 0.7 * image[around & ~mask].mean()


def test_a_tiny_volume_is_refused():
    with pytest.raises(ValueError, match="24 voxels"):
        volumes.embryo_volumes(1, 16)
