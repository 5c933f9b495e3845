"""Photographs with boxes by hand: every box lies in its image."""

from __future__ import annotations

import numpy as np

from course.data.boxed_photographs import BOXES, boxed_photographs


def test_every_box_lies_in_its_photograph():
    photographs = boxed_photographs()
    assert [len(boxes) for _, boxes in photographs] == [len(boxes) for boxes in BOXES.values()] == [6, 4, 3, 3]
    for image, boxes in photographs:
        assert image.dtype == np.uint8
        assert image.shape[2] == 3
        height, width = image.shape[:2]
        assert (boxes[:, :2] >= 0).all()
        assert (boxes[:, :2] < boxes[:, 2:]).all()
        assert (boxes[:, 2:] <= [width, height]).all()


def test_photographs_have_half_their_size():
    image, boxes = boxed_photographs()[0]
    assert image.shape == (256, 256, 3)
    np.testing.assert_array_equal(boxes[0], [9, 7, 182.5, 256])
