"""What lab 7's solution writes in NumPy, against Keras, TensorFlow and pycocotools; and the bug that it has to find."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from course.authoring.solutions import solution_namespace
from course.data import load
from course.detection.coco_ap import IOU_THRESHOLDS
from tests.detection.conftest import random_boxes
from tests.detection.test_coco_ap import CLASSES, pycocotools_numbers, random_case


@pytest.fixture(scope="module")
def lab():
    """The solution's names."""
    return solution_namespace("lab07")


@st.composite
def some_boxes(draw, largest=12):
    """Boxes on a coarse grid, so that they often touch, coincide or lack area, and their scores."""
    count = draw(st.integers(0, largest))
    corner = draw(arrays.arrays(np.int64, (count, 2), elements=st.integers(0, 6)))
    sides = draw(arrays.arrays(np.int64, (count, 2), elements=st.integers(0, 4)))
    scores = draw(arrays.arrays(np.int64, count, elements=st.integers(0, 5)))
    return np.concatenate([corner, corner + sides], axis=1).astype(float), scores / 5


@settings(max_examples=60, deadline=None, derandomize=True)
@given(some_boxes(), some_boxes())
def test_iou_is_symmetric_within_bounds_and_keras_own(lab, first, second):
    (first, _), (second, _) = first, second
    values = lab["iou"](first, second)
    np.testing.assert_allclose(values, lab["iou"](second, first).T)
    assert values.shape == (len(first), len(second))
    assert ((values >= 0) & (values <= 1)).all()
    if values.size:
        expected = keras.utils.bounding_boxes.compute_iou(first.astype("float32"), second.astype("float32"), "xyxy")
        np.testing.assert_allclose(values, keras.ops.convert_to_numpy(expected), atol=1e-5)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(some_boxes(), st.sampled_from([0.0, 0.3, 0.5, 0.9]))
def test_suppression_keeps_no_two_over_the_threshold_and_drops_only_for_a_reason(lab, case, threshold):
    boxes, scores = case
    kept = lab["nms"](boxes, scores, threshold)
    overlaps = lab["iou"](boxes, boxes)
    among = overlaps[np.ix_(kept, kept)] - 2 * np.eye(len(kept))
    assert (among <= threshold).all()
    for place in set(range(len(boxes))) - set(kept.tolist()):
        assert any(overlaps[place, other] > threshold and scores[other] >= scores[place] for other in kept)
    again = lab["nms"](boxes[kept], scores[kept], threshold)
    assert again.tolist() == list(range(len(kept)))


def test_suppression_is_tensorflows(lab, rng):
    for threshold in (0.2, 0.5, 0.8):
        boxes, scores = random_boxes(rng, (60,)), rng.random(60).astype("float32")
        expected = tf.image.non_max_suppression(boxes, scores, 60, threshold).numpy()
        assert lab["nms"](boxes, scores, threshold).tolist() == expected.tolist()


def test_average_precision_is_pycocotools_to_a_millionth(lab):
    rng = np.random.default_rng(5)
    compared = 0
    for _ in range(60):
        images = [image | {"crowd": np.zeros(len(image["objects"]), bool)} for image in random_case(rng, masks=False)]
        stats, _, _ = pycocotools_numbers(images, masks=False)
        values = []
        for label in range(CLASSES):
            count = sum(int((image["labels"] == label).sum()) for image in images)
            for threshold in IOU_THRESHOLDS if count else ():
                scores, right = zip(*(_judged(lab, image, label, threshold) for image in images))
                values.append(lab["average_precision"](np.concatenate(scores), np.concatenate(right), count))
        assert (np.mean(values) if values else -1) == pytest.approx(stats[0], abs=1e-6)
        compared += bool(values)
    assert compared > 40


def _judged(lab, image, label, threshold):
    found, there = image["found_labels"] == label, image["labels"] == label
    boxes, scores = image["found"][found], image["scores"][found]
    return scores, lab["match_detections"](boxes, scores, image["objects"][there], threshold)


def test_keras_random_crop_still_swaps_the_axes_of_boxes():
    """When this fails, Keras was mended: the exercise of lab 7 must then find another bug."""
    digits = load("digits_on_textures", "test", "offline")
    crop = keras.layers.RandomCrop(64, 64, seed=3, bounding_box_format="xyxy")
    corner = np.zeros((96, 96, 1), "int32") + np.arange(96)[:, None, None] * 100 + np.arange(96)[:, None]
    boxes = np.array([[90.0, 80, 96, 96]], "float32")  # lies to the right of and below whatever corner is drawn
    batch = {
        "images": digits.images[:1].astype("float32"),
        "segmentation_masks": corner[None],
        "bounding_boxes": {"boxes": boxes[None], "labels": np.zeros((1, 1), "int32")},
    }
    out = crop(batch, training=True)
    top, left = divmod(int(keras.ops.convert_to_numpy(out["segmentation_masks"])[0, 0, 0, 0]), 100)
    moved = keras.ops.convert_to_numpy(out["bounding_boxes"]["boxes"])[0, 0]
    assert top != left
    np.testing.assert_allclose(moved, boxes[0] - [top, left, top, left])
