"""Boxes, anchors and box coding: laws that hold for all inputs, and numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from keras import ops

from course.detection.anchors import base_anchors, make_anchors, pyramid_anchors
from course.detection.box_coding import BOX_VARIANCE, decode_boxes, encode_boxes
from course.detection.boxes import area, boxes_of_masks, clip_to_image, iou, is_large, scale_boxes
from course.detection.coco_ap import box_iou

coordinates = arrays(np.float32, (5, 2), elements=st.floats(-50, 150, width=32))
sides = arrays(np.float32, (5, 2), elements=st.floats(0.5, 100, width=32))


@settings(max_examples=30, deadline=None)
@given(coordinates, sides, coordinates, sides)
def test_iou_is_symmetric_bounded_one_with_itself_and_that_of_coco(corner1, side1, corner2, side2):
    first, second = np.hstack([corner1, corner1 + side1]), np.hstack([corner2, corner2 + side2])
    overlaps = ops.convert_to_numpy(iou(first, second))
    np.testing.assert_allclose(overlaps, ops.convert_to_numpy(iou(second, first)).T, atol=1e-6)
    assert overlaps.min() >= 0
    assert overlaps.max() <= 1 + 1e-6
    np.testing.assert_allclose(np.diag(ops.convert_to_numpy(iou(first, first))), 1, atol=1e-4)
    np.testing.assert_allclose(overlaps, box_iou(first, second), atol=1e-4)


def test_iou_by_hand_and_of_boxes_without_area():
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [3, 3, 3, 9], [0, 0, 0, 0]], "float32")
    overlaps = ops.convert_to_numpy(iou(boxes, boxes))
    assert overlaps[0, 1] == pytest.approx(1 / 3)
    assert not overlaps[2:].any()
    batched = iou(boxes[None], boxes)
    np.testing.assert_allclose(ops.convert_to_numpy(batched)[0], overlaps)


def test_area_clipping_and_sizes():
    boxes = np.array([[-5, -5, 5, 5], [90, 2, 130, 8], [200, 200, 210, 210], [4, 4, 2, 2]], "float32")
    clipped = ops.convert_to_numpy(clip_to_image(boxes, 50, 100))
    assert clipped.tolist() == [[0, 0, 5, 5], [90, 2, 100, 8], [100, 50, 100, 50], [4, 4, 2, 2]]
    assert ops.convert_to_numpy(area(clipped)).tolist() == [25, 60, 0, 0]
    assert ops.convert_to_numpy(is_large(ops.convert_to_tensor(clipped), 1.0)).tolist() == [True, True, False, False]
    assert not ops.convert_to_numpy(is_large(ops.convert_to_tensor([[np.nan, 0, 9, 9], [0, 0, np.inf, 9]]), 1.0)).any()


def test_boxes_follow_a_resize_and_masks():
    assert scale_boxes(np.array([[10, 20, 30, 40]]), (100, 200), (50, 50)).tolist() == [[2.5, 10, 7.5, 20]]
    masks = np.zeros((2, 6, 8))
    masks[0, 2:4, 5:8] = 1
    assert boxes_of_masks(masks).tolist() == [[5, 2, 8, 4], [0, 0, 0, 0]]


@settings(max_examples=30, deadline=None)
@given(coordinates, sides, coordinates, sides, st.sampled_from([(1.0, 1, 1, 1), BOX_VARIANCE]))
def test_decoding_undoes_encoding(corner1, side1, corner2, side2, variance):
    boxes, anchors = np.hstack([corner1, corner1 + side1]), np.hstack([corner2, corner2 + side2])
    decoded = ops.convert_to_numpy(decode_boxes(encode_boxes(boxes, anchors, variance), anchors, variance))
    shares = np.abs(boxes - decoded) / (1 + np.abs(boxes) + np.tile(side1 + side2, 2))
    possible = np.log(side1 / side2).max(axis=1) < 4  # beyond, the logarithm is cut
    assert shares[possible].max(initial=0) < 1e-5


def test_encoding_by_hand_and_large_logarithms_are_cut():
    assert ops.convert_to_numpy(encode_boxes([[0.0, 0, 20, 10]], [[0.0, 0, 10, 10]])) == pytest.approx(
        np.array([[0.5, 0, np.log(2), 0]])
    )
    decoded = ops.convert_to_numpy(decode_boxes([[0.0, 0, 50, 0]], [[0.0, 0, 16, 16]]))
    assert decoded[0, 2] - decoded[0, 0] == pytest.approx(1000, rel=1e-4)


def test_nine_anchors_a_cell_keep_area_and_ratio():
    anchors = base_anchors([128, 256, 512], [0.5, 1, 2])
    assert anchors.shape == (9, 4)
    width, height = (anchors[:, 2:] - anchors[:, :2]).T
    np.testing.assert_allclose(np.sqrt(width * height), np.repeat([128, 256, 512], 3), rtol=1e-5)
    np.testing.assert_allclose(height / width, np.tile([0.5, 1, 2], 3), rtol=1e-5)


def test_anchors_lie_in_the_order_of_a_convolutions_output():
    anchors = make_anchors(2, 3, 16, [10, 20], [1]).reshape(2, 3, 2, 4)
    centres = (anchors[..., :2] + anchors[..., 2:]) / 2
    assert centres[1, 2, 0].tolist() == [2.5 * 16, 1.5 * 16]
    assert (anchors[0, 0, :, 2] - anchors[0, 0, :, 0]).tolist() == [10, 20]
    assert make_anchors(1, 1, 16, [10], [1], offset=0).tolist() == [[-5, -5, 5, 5]]


def test_wrong_anchors_are_refused():
    with pytest.raises(ValueError, match="positive sizes and ratios"):
        base_anchors([16, -1], [1])
    with pytest.raises(ValueError, match="positive sizes and ratios"):
        base_anchors([], [1])
    with pytest.raises(ValueError, match="2 levels, but 2 strides and 1 lists"):
        pyramid_anchors([(4, 4), (2, 2)], [8, 16], [[32]], [1])
