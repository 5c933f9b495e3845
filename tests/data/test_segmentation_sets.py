"""Membranes and road scenes: layouts read back, stand-ins that are learnable and honest, folds that do not leak."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course.data import CATALOGUE, load, membranes, readers, roads
from course.data.folds import membrane_folds


def as_png(pixels: np.ndarray) -> bytes:
    """Return a picture's file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def test_membranes_are_read_in_the_order_of_the_slices(tmp_path):
    rng = np.random.default_rng(0)
    borders = rng.random((30, 512, 512)) < 0.2
    with zipfile.ZipFile(tmp_path / "isbi2012_membrane.zip", "w") as archive:
        for number in range(30):
            archive.writestr(f"train/image/{number}.png", as_png(np.full((512, 512), number, np.uint8)))
            archive.writestr(f"train/label/{number}.png", as_png(np.where(borders[number], 0, 255).astype(np.uint8)))
    arrays = CATALOGUE["membranes"].check(readers.read_membranes(tmp_path, "train"))
    assert arrays["images"][:, 0, 0, 0].tolist() == list(range(30))
    np.testing.assert_array_equal(arrays["masks"], borders)


def test_road_scenes_keep_pictures_and_labels_together(tmp_path):
    rng = np.random.default_rng(0)
    names = ["a_2", "a_1", "b_1"]
    with zipfile.ZipFile(tmp_path / "camvid_240x180.zip", "w") as archive:
        for number, name in enumerate(names):
            buffer = io.BytesIO()
            Image.new("RGB", (240, 180), (number * 60, 20, 30)).save(buffer, "JPEG")
            archive.writestr(f"val/{name}.jpg", buffer.getvalue())
            labels = rng.integers(12, size=(180, 240), dtype=np.uint8)
            labels[0, 0] = number
            archive.writestr(f"valannot/{name}.png", as_png(labels))
    arrays = CATALOGUE["road_scenes"].check(readers.read_camvid(tmp_path, "validation"))
    assert arrays["labels"][:, 0, 0].tolist() == [1, 0, 2]  # by name
    np.testing.assert_allclose(arrays["images"][:, 9, 9, 0], [60, 0, 120], atol=4)
    with pytest.raises(ValueError, match=r"no \.jpg in train/"):
        readers.read_camvid(tmp_path, "train")


@pytest.mark.mirror
def test_the_mirrors_sets_are_whole(mirror):
    micrographs = load("membranes")
    assert micrographs.source == "mirror"
    assert 0.2 < micrographs.masks.mean() < 0.25
    assert micrographs.images[micrographs.masks == 1].mean() < micrographs.images[micrographs.masks == 0].mean() - 40
    for split, examples in CATALOGUE["road_scenes"].splits.items():
        scenes = load("road_scenes", split)
        assert len(scenes) == examples
        assert set(np.unique(scenes.labels)) <= {*range(11), roads.VOID}


def test_generated_membranes_are_dark_thin_and_not_the_only_dark_things():
    images, masks = loaded = load("membranes", source="offline")
    assert "not ISBI 2012 membranes" in loaded.note
    assert not set(loaded.class_names) & set(CATALOGUE["membranes"].class_names)
    assert 0.15 < masks.mean() < 0.3
    grey = images[..., 0].astype(float)
    dark = grey < grey[masks == 1].mean()
    assert dark[masks == 1].mean() > 4 * dark[masks == 0].mean() > 0
    again, mask = membranes._slice(np.random.default_rng(1))
    np.testing.assert_array_equal(np.clip(np.rint(again), 0, 255), grey[0])
    np.testing.assert_array_equal(mask, masks[0])


def test_generated_roads_have_every_class_and_some_void():
    images, labels = loaded = load("road_scenes", "validation", "offline")
    assert loaded.class_names == roads.CLASSES
    assert not set(roads.CLASSES) & set(CATALOGUE["road_scenes"].class_names)
    counts = np.bincount(labels.ravel(), minlength=roads.VOID + 1) / labels.size
    assert (counts[: len(roads.CLASSES)] > 0.003).all()
    assert 0.01 < counts[roads.VOID] < 0.06
    assert set(np.unique(labels)) == {*range(len(roads.CLASSES)), roads.VOID}
    np.testing.assert_array_equal(images, roads.generated_roads("validation")["images"])
    assert not np.array_equal(images, roads.generated_roads("test")["images"][: len(images)])


def test_colour_alone_does_not_tell_the_classes():
    images, labels = load("road_scenes", "validation", "offline")
    colours = images[labels != roads.VOID].astype(int) // 32 @ (64, 8, 1)
    truth = labels[labels != roads.VOID].astype(int)
    best = np.zeros((512, len(roads.CLASSES)), int)
    np.add.at(best, (colours, truth), 1)
    assert 0.4 < best.max(axis=1).sum() / len(truth) < 0.8


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
