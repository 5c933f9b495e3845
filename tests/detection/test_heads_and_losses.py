"""Heads by their shapes and counts; losses by hand, and beside Keras' own."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from course.detection import losses
from course.detection.anchors import make_anchors
from course.detection.heads import build_box_head, build_mask_head
from course.detection.rpn import build_rpn, flatten_levels, propose


def number(value) -> float:
    """Return a scalar tensor as a number."""
    return float(ops.convert_to_numpy(value))


def test_the_rpn_of_the_paper_has_2382893_parameters():
    with keras.StatelessScope(initialize_variables=False):
        rpn = build_rpn(channels=512, anchors=9)
    assert rpn.count_params() == 2_382_893
    assert [output.shape for output in rpn.outputs] == [(None, None, None, 9), (None, None, None, 36)]


def test_the_heads_shapes_and_counts():
    box_head = build_box_head(classes=80, size=7, channels=256, fc_dim=1024)
    assert [output.shape for output in box_head.outputs] == [(None, 81), (None, 320)]
    hidden = (7 * 7 * 256 + 1) * 1024 + 1025 * 1024
    assert box_head.count_params() == hidden + 1025 * 81 + 1025 * 320
    mask_head = build_mask_head(classes=80)
    assert mask_head.output_shape == (None, 28, 28, 80)
    assert mask_head.count_params() == 4 * (9 * 256 * 256 + 256) + (4 * 256 * 256 + 256) + 257 * 80


def test_flattened_maps_are_in_the_anchors_order():
    maps = np.arange(2 * 3 * 4).reshape(1, 2, 3, 4)  # two anchors with two numbers each
    flat = ops.convert_to_numpy(flatten_levels([maps], 2)[0])[0]
    anchors = make_anchors(2, 3, 16, [10, 20], [1])
    place = (1 * 3 + 2) * 2 + 1  # row 1, column 2, the second anchor
    assert flat[place].tolist() == maps[0, 1, 2, 2:].tolist()
    assert (anchors[place, :2] + 10).tolist() == [2.5 * 16, 1.5 * 16]


def test_proposals_are_decoded_clipped_sifted_and_suppressed():
    anchors = [make_anchors(4, 4, 16, [16], [1]), make_anchors(2, 2, 32, [32], [1])]
    objectness = [np.full((1, 16), -5, "float32"), np.full((1, 4), -6, "float32")]
    deltas = [np.zeros((1, 16, 4), "float32"), np.zeros((1, 4, 4), "float32")]
    objectness[0][0, 5], objectness[0][0, 6], objectness[1][0, 0] = 3, 2, 1
    deltas[0][0, 6] = [-1, 0, 0, 0]  # one stride to the left: onto the one before
    deltas[0][0, 0] = [-9, 0, 0, 0]  # out of the image
    boxes, scores, valid = (
        ops.convert_to_numpy(a)[0] for a in propose(objectness, deltas, anchors, (64, 60), post_nms_top_n=30)
    )
    assert boxes[0].tolist() == [16, 16, 32, 32]
    assert boxes[1].tolist() == [0, 0, 32, 32], "the second level's is kept: levels do not meet"
    assert valid.sum() == 16 - 2 + 4
    assert np.isneginf(scores[~valid]).all()
    assert boxes[:, 2].max() == 60
    assert (boxes[valid, 2:] - boxes[valid, :2]).min() >= 1


def test_smooth_l1_is_kerass_huber_over_beta():
    errors = np.linspace(-3, 3, 41).astype("float32")
    huber = keras.losses.Huber(delta=0.5, reduction=None)(np.zeros((41, 1)), errors[:, None])
    expected = ops.convert_to_numpy(huber) / 0.5
    np.testing.assert_allclose(ops.convert_to_numpy(losses.smooth_l1(errors, 0.5)), expected, atol=1e-6)


def test_objectness_is_the_mean_cross_entropy_of_the_drawn(rng):
    logits = rng.normal(0, 3, (2, 6)).astype("float32")
    positives, negatives = np.zeros((2, 6), bool), np.zeros((2, 6), bool)
    positives[0, 1], negatives[:, 3:] = True, True
    sampled = positives | negatives
    expected = keras.losses.BinaryCrossentropy(from_logits=True)(positives[sampled][:, None], logits[sampled][:, None])
    assert number(losses.objectness_loss(logits, positives, negatives)) == pytest.approx(number(expected), rel=1e-5)


def test_the_class_loss_is_kerass_and_at_first_the_logarithm_of_the_classes(rng):
    logits, classes = rng.normal(size=(2, 5, 4)).astype("float32"), rng.integers(0, 4, (2, 5))
    sampled = np.arange(10).reshape(2, 5) % 3 > 0
    expected = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(classes[sampled], logits[sampled])
    assert number(losses.class_loss(logits, classes, sampled)) == pytest.approx(number(expected), rel=1e-5)
    assert number(losses.class_loss(np.zeros((2, 5, 4), "float32"), classes, sampled)) == pytest.approx(
        np.log(4), rel=1e-5
    )


def test_the_box_loss_is_shared_out_among_all_drawn():
    deltas, targets = np.zeros((1, 4, 4), "float32"), np.ones((1, 4, 4), "float32")
    positives, sampled = np.array([[True, False, False, False]]), np.array([[True, True, True, False]])
    each = 4 * (1 - 0.5 * losses.BETA)
    assert number(losses.box_loss(deltas, targets, positives, sampled)) == pytest.approx(each / 3)


def test_the_mask_loss_counts_positives_alone(rng):
    logits, targets = (
        rng.normal(size=(1, 3, 8, 8)).astype("float32"),
        (rng.random((1, 3, 8, 8)) < 0.5).astype("float32"),
    )
    positives = np.array([[True, False, True]])
    expected = keras.losses.BinaryCrossentropy(from_logits=True)(targets[:, [0, 2]], logits[:, [0, 2]])
    assert number(losses.mask_loss(logits, targets, positives)) == pytest.approx(number(expected), rel=1e-5)


def test_without_anything_drawn_all_losses_are_zero():
    nothing, ones, masks = np.zeros((2, 3), bool), np.ones((2, 3, 4), "float32"), np.ones((2, 3, 4, 4), "float32")
    assert number(losses.objectness_loss(ones[..., 0], nothing, nothing)) == 0
    assert number(losses.box_loss(ones, np.nan * ones, nothing, nothing)) == 0
    assert number(losses.class_loss(ones, np.zeros((2, 3), int), nothing)) == 0
    assert number(losses.mask_loss(masks, masks, nothing)) == 0


def test_large_logits_do_not_overflow():
    logits = np.array([[1000.0, -1000.0]], "float32")
    assert number(losses.objectness_loss(logits, np.array([[False, True]]), np.array([[True, False]]))) == 1000
