"""A detector that computes with functions of NumPy arrays: the same numbers from right ones, others from wrong ones."""

from __future__ import annotations

import numpy as np
import pytest
from keras import ops

from course.detection import SSD, build_backbone, detections, ssd
from course.detection.box_coding import decode_boxes, encode_boxes
from course.detection.boxes import iou
from course.detection.substitutes import ssd_with
from tests.detection.conftest import coloured_shapes


def in_numpy(function):
    """Return a function of tensors as one of NumPy arrays."""
    return lambda *arrays: ops.convert_to_numpy(function(*(np.asarray(array, "float32") for array in arrays)))


def hardest(losses, positives, ratio):
    order = np.argsort(np.where(positives, np.inf, -losses), kind="stable")
    chosen = np.zeros(len(losses), bool)
    chosen[order[: max(ratio * positives.sum(), 1)]] = True
    return chosen & ~positives


def suppress(boxes, scores, classes, threshold):
    overlaps = np.where(classes[:, None] == classes, in_numpy(iou)(boxes, boxes), 0)
    kept = []
    for place in np.argsort(-scores, kind="stable"):
        if (overlaps[place, kept] <= threshold).all():
            kept.append(place)
    return np.array(kept, int)


PIECES = {
    "iou": in_numpy(iou),
    "encode_boxes": in_numpy(encode_boxes),
    "decode_boxes": in_numpy(decode_boxes),
    "hard_negatives": hardest,
    "nms_per_class": suppress,
}


@pytest.fixture(scope="module")
def case():
    """A small detector, and images with targets."""
    images, targets = coloured_shapes(np.random.default_rng(2), 3)
    return SSD(build_backbone("small", (64, 64)), classes=3, seed=1), images, targets


def losses_and_detections(model, images, targets):
    tensors = {name: ops.convert_to_tensor(array) for name, array in targets.items()}
    raw = model.raw(ops.convert_to_tensor(images, "float32"))
    losses = {name: float(loss) for name, loss in model.losses_of(raw, model.truth_of(tensors)).items()}
    return losses, {name: ops.convert_to_numpy(array) for name, array in model(images).items()}


def test_right_pieces_change_nothing(case):
    losses, found = losses_and_detections(*case)
    with ssd_with(**PIECES):
        other_losses, other_found = losses_and_detections(*case)
    assert other_losses == pytest.approx(losses, rel=1e-5)
    assert (found["labels"] >= 0).any()
    for name, array in found.items():
        np.testing.assert_allclose(other_found[name], array, atol=1e-4)


def test_each_piece_is_used(case):
    losses, found = losses_and_detections(*case)
    wrong = {
        "iou": lambda boxes, anchors: np.zeros((len(boxes), len(anchors))),
        "encode_boxes": lambda boxes, anchors, variance: boxes * 0 + 3,
        "decode_boxes": lambda deltas, anchors, variance: anchors + 1,
        "hard_negatives": lambda losses, positives, ratio: np.zeros(len(losses), bool),
        "nms_per_class": lambda boxes, scores, classes, threshold: np.arange(1),
    }
    for name, piece in wrong.items():
        with ssd_with(**PIECES | {name: piece}):
            other_losses, other_found = losses_and_detections(*case)
        same_losses = other_losses == pytest.approx(losses, rel=1e-5)
        same_found = all(np.allclose(other_found[key], found[key], atol=1e-3) for key in found)
        assert not (same_losses and same_found), name


def test_the_detectors_own_steps_come_back():
    own = ssd.iou, detections.nms_per_class
    with ssd_with(**PIECES):
        assert ssd.iou is not own[0]
        assert detections.nms_per_class is not own[1]
    assert (ssd.iou, detections.nms_per_class) == own
