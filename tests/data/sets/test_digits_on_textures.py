"""Digits on textures: objects, boxes and masks that agree."""

from __future__ import annotations

import numpy as np

from course.data import load
from course.data.sets import digits_on_textures
from course.detection.boxes import boxes_of_masks
from course.detection.masks import masks_of_instances


def test_digits_on_textures_are_objects_with_boxes_around_what_is_seen():
    images, boxes, labels, instances = load("digits_on_textures", "test")
    used = labels >= 0
    assert len(images) == digits_on_textures.EXAMPLES["test"]
    assert used[:, 0].all()
    assert set(used.sum(axis=1)) == {1, 2, 3, 4, 5}
    for number in range(0, len(images), 20):
        masks = masks_of_instances(instances[number], digits_on_textures.SLOTS)
        np.testing.assert_array_equal(boxes_of_masks(masks), boxes[number])
        assert masks[used[number]].any(axis=(1, 2)).all()
        assert instances[number].max() == used[number].sum()
    assert np.bincount(labels[used]).min() > 60


def test_digits_on_textures_are_the_same_in_every_call_and_of_other_photographs_in_each_split(monkeypatch):
    monkeypatch.setitem(digits_on_textures.EXAMPLES, "test", 3)
    first, again = (digits_on_textures.digits_on_textures("test") for _ in range(2))
    for name, array in first.items():
        np.testing.assert_array_equal(array, again[name])
    assert not set(digits_on_textures.GROUNDS["train"]) & set(digits_on_textures.GROUNDS["test"])
