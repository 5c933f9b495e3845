"""CamVid's layout, and the generated road scenes that stand in for it."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course.data import load
from course.data.sets.road_scenes import CLASSES, ROAD_SCENES, VOID, generated_roads, read_camvid
from tests.data.pictures import png


def test_road_scenes_keep_pictures_and_labels_together(tmp_path):
    rng = np.random.default_rng(0)
    names = ["a_2", "a_1", "b_1"]
    path = tmp_path / "camvid_240x180.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            buffer = io.BytesIO()
            Image.new("RGB", (240, 180), (number * 60, 20, 30)).save(buffer, "JPEG")
            archive.writestr(f"val/{name}.jpg", buffer.getvalue())
            labels = rng.integers(12, size=(180, 240), dtype=np.uint8)
            labels[0, 0] = number
            archive.writestr(f"valannot/{name}.png", png(labels))
    arrays = ROAD_SCENES.check(read_camvid(path, "validation"))
    assert arrays["labels"][:, 0, 0].tolist() == [1, 0, 2]  # by name
    np.testing.assert_allclose(arrays["images"][:, 9, 9, 0], [60, 0, 120], atol=4)
    with pytest.raises(ValueError, match=r"no \.jpg in train/"):
        read_camvid(path, "train")


@pytest.mark.mirror
def test_road_scenes_of_the_mirror(mirror):
    for split, examples in ROAD_SCENES.splits.items():
        scenes = load("road_scenes", split)
        assert len(scenes) == examples
        assert set(np.unique(scenes.labels)) <= {*range(11), VOID}


def test_generated_roads_have_every_class_and_some_void():
    images, labels = loaded = load("road_scenes", "validation", "offline")
    assert loaded.class_names == CLASSES
    assert not set(CLASSES) & set(ROAD_SCENES.class_names)
    counts = np.bincount(labels.ravel(), minlength=VOID + 1) / labels.size
    assert (counts[: len(CLASSES)] > 0.003).all()
    assert 0.01 < counts[VOID] < 0.06
    assert set(np.unique(labels)) == {*range(len(CLASSES)), VOID}
    np.testing.assert_array_equal(images, generated_roads("validation")["images"])
    assert not np.array_equal(images, generated_roads("test")["images"][: len(images)])


def test_colour_alone_does_not_determine_the_class():
    images, labels = load("road_scenes", "validation", "offline")
    colours = images[labels != VOID].astype(int) // 32 @ (64, 8, 1)
    truth = labels[labels != VOID].astype(int)
    best = np.zeros((512, len(CLASSES)), int)
    np.add.at(best, (colours, truth), 1)
    assert 0.4 < best.max(axis=1).sum() / len(truth) < 0.8
