"""Numbers and shapes that cannot be meant are refused by name, on every backend, before anything is computed."""

from __future__ import annotations

import numpy as np
import pytest

from course.detection import SSD, YOLO, Settings, build_backbone
from course.detection.examples import check_targets
from course.detection.matching import match
from course.detection.nms import nms, nms_per_class


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iou_threshold": 50}, "iou_threshold must lie in 0 … 1, got 50"),
        ({"iou_threshold": float("nan")}, "iou_threshold must lie in 0 … 1, got nan"),
        ({"max_outputs": 0}, "at least one box"),
        ({"boxes": np.zeros((3, 4))}, r"boxes \(B, N, 4\) and scores \(B, N\), got \(3, 4\)"),
        ({"boxes": np.zeros((1, 2, 4))}, r"got \(1, 2, 4\) and \(1, 3\)"),
        ({"scores": np.zeros(3)}, r"got \(1, 3, 4\) and \(3,\): put an axis in front of one image"),
    ],
)
def test_suppression(change, message):
    arguments = {"boxes": np.zeros((1, 3, 4)), "scores": np.zeros((1, 3)), "iou_threshold": 0.5, "max_outputs": 2}
    with pytest.raises(ValueError, match=message):
        nms(**arguments | change)
    with pytest.raises(ValueError, match=message):
        nms_per_class(classes=np.zeros((1, 3), int), **arguments | change)


@pytest.mark.parametrize(
    ("low", "high", "slots", "message"),
    [
        (-0.1, 0.5, 1, "low_threshold must lie in 0 … 1, got -0.1"),
        (0.3, 70, 1, "high_threshold must lie in 0 … 1, got 70"),
        (0.7, 0.3, 1, "low_threshold must not be above high_threshold, got 0.7 and 0.3"),
        (0.3, 0.7, 0, "at least one slot"),
    ],
)
def test_matching(low, high, slots, message):
    with pytest.raises(ValueError, match=message):
        match(np.zeros((1, slots, 5)), np.zeros((1, slots), bool), low, high)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nms_threshold": 50}, "nms_threshold must lie in 0 … 1, got 50"),
        ({"rpn_fg_iou_threshold": -1}, "rpn_fg_iou_threshold must lie in 0 … 1"),
        ({"roi_positive_fraction": 25}, "roi_positive_fraction must lie in 0 … 1, got 25"),
        ({"detections_per_image": 0}, "detections_per_image must be positive, got 0"),
        ({"rpn_pre_nms_top_n": -5}, "rpn_pre_nms_top_n must be positive, got -5"),
        ({"roi_sampling_ratio": 0}, "roi_sampling_ratio must be positive, got 0"),
    ],
)
def test_settings(change, message):
    with pytest.raises(ValueError, match=message):
        Settings(**change)


@pytest.mark.parametrize("kind", [SSD, YOLO])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"score_threshold": 5}, "score_threshold must lie in 0 … 1, got 5"),
        ({"nms_threshold": 1.5}, "nms_threshold must lie in 0 … 1, got 1.5"),
        ({"detections_per_image": 0}, "detections_per_image must be positive, got 0"),
    ],
)
def test_detectors_that_look_once(kind, change, message):
    backbone = build_backbone("small", (32, 32), strides=(8,))
    with pytest.raises(ValueError, match=message):
        kind(backbone, 3, **change)


def test_weights_of_images():
    model = SSD(build_backbone("small", (32, 32), strides=(8,)), 3)
    model.compile("sgd", run_eagerly=True)
    targets = {"boxes": np.array([[[2, 2, 20, 20]]], "float32"), "labels": np.array([[1]])}
    with pytest.raises(ValueError, match="leave out sample_weight"):
        model.fit(np.zeros((1, 32, 32, 3), "uint8"), targets, sample_weight=np.ones(1), verbose=0)


def test_targets_without_slots():
    targets = {"boxes": np.zeros((2, 0, 4)), "labels": np.zeros((2, 0), int)}
    with pytest.raises(ValueError, match="at least one slot per image"):
        check_targets(targets, 2, 3, (20, 30))
