"""Non-maximum suppression against OpenCV, TensorFlow and a loop that follows the definition."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from course.detection import nms as module
from course.detection.coco_ap import box_iou
from course.detection.nms import nms, nms_per_class
from tests.detection.conftest import random_boxes


def slow_nms(boxes, scores, threshold):
    """Return the places of the boxes that stay, best first."""
    order, kept = np.argsort(-scores, kind="stable"), []
    for place in order:
        if all(box_iou(boxes[[place]], boxes[[other]])[0, 0] <= threshold for other in kept):
            kept.append(int(place))
    return kept


def kept_of(result, image=0):
    """Return the places that a fixed-size result holds for an image."""
    indices, valid = (ops.convert_to_numpy(array)[image] for array in result)
    assert not indices[~valid].any()
    assert (np.diff(valid.astype(int)) <= 0).all()
    return indices[valid].tolist()


@pytest.fixture(params=["the backend's", "keras.ops"])
def both(request, monkeypatch):
    """Run with TensorFlow's kernel, and with the loop that other backends use."""
    if request.param == "keras.ops":
        monkeypatch.setattr(module, "_suppress_in_tensorflow", module._suppress)


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_it_keeps_what_the_definition_opencv_and_tensorflow_keep(rng, threshold):
    boxes, scores = random_boxes(rng, (2, 50)), rng.random((2, 50)).astype("float32")
    result = nms(boxes, scores, threshold, 50)
    for image in range(2):
        kept = kept_of(result, image)
        assert kept == slow_nms(boxes[image], scores[image], threshold)
        assert kept == tf.image.non_max_suppression(boxes[image], scores[image], 50, threshold).numpy().tolist()
        wide = np.concatenate([boxes[image, :, :2], boxes[image, :, 2:] - boxes[image, :, :2]], axis=1)
        assert kept == list(cv2.dnn.NMSBoxes(wide, scores[image], 0.0, threshold))


@pytest.mark.usefixtures("both")
def test_classes_do_not_meet(rng):
    boxes, scores = random_boxes(rng, (2, 40)), rng.random((2, 40)).astype("float32")
    classes = rng.integers(0, 4, (2, 40))
    result = nms_per_class(boxes, scores, classes, 0.5, 40)
    for image in range(2):
        expected = []
        for label in range(4):
            of_class = np.flatnonzero(classes[image] == label)
            expected += of_class[slow_nms(boxes[image][of_class], scores[image][of_class], 0.5)].tolist()
        assert kept_of(result, image) == sorted(expected, key=lambda place: -scores[image, place])


@pytest.mark.usefixtures("both")
def test_the_first_of_equals_stays_and_outputs_have_their_size():
    boxes = np.array([[[0, 0, 10, 10], [0, 0, 10, 10], [50, 50, 60, 60]]], "float32")
    scores = np.full((1, 3), 0.5, "float32")
    assert kept_of(nms(boxes, scores, 0.5, 5)) == [0, 2]
    assert kept_of(nms(boxes, scores, 0.5, 1)) == [0]
    assert nms(boxes, scores, 0.5, 5)[0].shape == (1, 5)


@pytest.mark.usefixtures("both")
def test_what_is_not_a_number_is_never_kept():
    boxes = np.array(
        [[[0, 0, 10, 10], [np.nan, 0, 9, 9], [0, 0, np.inf, 9], [30, 30, 40, 40], [3, 3, 3, 3]]], "float32"
    )
    scores = np.array([[0.3, 0.9, 0.9, np.nan, 0.8]], "float32")
    assert kept_of(nms(boxes, scores, 0.5, 5)) == [4, 0]
    assert kept_of(nms_per_class(boxes, scores, np.zeros((1, 5), int), 0.5, 5)) == [4, 0]
    assert kept_of(nms(boxes, scores, 0.5, 5, score_threshold=0.5)) == [4]
    assert kept_of(nms(boxes, np.full((1, 5), -np.inf), 0.5, 5)) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_nothing_kept_overlaps_and_again_changes_nothing(seed, threshold):
    rng = np.random.default_rng(seed)
    boxes, scores = random_boxes(rng, (1, 30)), rng.random((1, 30)).astype("float32")
    kept = kept_of(nms(boxes, scores, threshold, 30))
    overlaps = box_iou(boxes[0][kept], boxes[0][kept]) - np.eye(len(kept))
    assert overlaps.max(initial=0) <= threshold + 1e-6
    assert kept_of(nms(boxes[:, kept], scores[:, kept], threshold, 30)) == list(range(len(kept)))


def test_it_compiles(rng):
    boxes, scores = random_boxes(rng, (2, 50)), rng.random((2, 50)).astype("float32")
    compiled = tf.function(lambda b, s: nms(b, s, 0.5, 10), jit_compile=True)(boxes, scores)
    assert kept_of(compiled, 1) == kept_of(nms(boxes, scores, 0.5, 10), 1)
