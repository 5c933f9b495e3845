"""Polygons and run lengths beside pycocotools."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from pycocotools import mask as mask_api

from course.detection.masks import masks_of_instances
from course.detection.segmentations import instance_map, mask_of
from tests.detection.conftest import coloured_shapes
from tests.detection.layouts import polygons_of, run_lengths_of

SIZE = 64, 80


def blob(rng, points=24):
    """Return a polygon, round but for chance."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radii = rng.uniform(12, 20, points)
    return np.stack([40 + radii * np.cos(angles), 32 + radii * np.sin(angles)], axis=1).reshape(-1).tolist()


def test_outlines_of_masks_give_the_masks_again(rng):
    _, targets = coloured_shapes(rng, 6, SIZE)
    for instances in targets["instances"]:
        for mask in masks_of_instances(instances, 3):
            np.testing.assert_array_equal(mask_of(polygons_of(mask), SIZE), mask)


def test_polygons_cover_what_pycocotools_says(rng):
    for _ in range(20):
        polygons = [blob(rng), blob(rng)]
        expected = mask_api.decode(mask_api.merge(mask_api.frPyObjects(polygons, *SIZE))).astype(bool)
        found = mask_of(polygons, SIZE)
        assert (found & expected).sum() / (found | expected).sum() > 0.96


def test_a_polygon_follows_the_image(rng):
    polygon = blob(rng)
    twice = mask_of([polygon], SIZE, (128, 160))
    assert twice.sum() == pytest.approx(4 * mask_of([polygon], SIZE).sum(), rel=0.08)
    left, right = np.flatnonzero(twice.any(axis=0))[[0, -1]]
    assert left == pytest.approx(2 * min(polygon[::2]), abs=1)
    assert right + 1 == pytest.approx(2 * max(polygon[::2]), abs=1.5)


def test_run_lengths_plain_and_compressed(rng):
    mask = rng.random(SIZE) < 0.4
    compressed = mask_api.encode(np.asfortranarray(mask.astype(np.uint8)))
    text = compressed | {"counts": compressed["counts"].decode()}
    for segmentation in (run_lengths_of(mask), compressed, text):
        np.testing.assert_array_equal(mask_of(segmentation, SIZE), mask)
    halved = mask_of(run_lengths_of(np.kron(mask, np.ones((2, 2), bool))), (128, 160), SIZE)
    np.testing.assert_array_equal(halved, mask)


def test_compressed_run_lengths_without_pycocotools(monkeypatch):
    monkeypatch.setitem(sys.modules, "pycocotools", None)
    with pytest.raises(ImportError, match="pip install pycocotools"):
        mask_of({"size": [4, 4], "counts": "04"}, (4, 4))


@pytest.mark.parametrize(
    ("segmentation", "message"),
    [
        ([[1, 2, 3, 4]], "three points or more, got 4 numbers"),
        ({"counts": [16]}, "has 'size' and 'counts'"),
        ({"size": [4, 4], "counts": [3, 2]}, "add up to 5, not to 4 × 4"),
        ({"size": [2, 8], "counts": [3, 13]}, r"run lengths of \[2, 8\] in an image of \(4, 4\)"),
    ],
)
def test_what_is_no_segmentation_is_said(segmentation, message):
    with pytest.raises(ValueError, match=message):
        mask_of(segmentation, (4, 4))


def test_the_small_object_lies_before_the_large_one():
    small, large = [[2, 2, 6, 2, 6, 6, 2, 6]], [[0, 0, 9, 0, 9, 9, 0, 9]]
    for order in ([0, 1], [1, 0]):
        both = [(small, 16, 1), (large, 81, 2)]
        segmentations, areas, names = zip(*(both[place] for place in order))
        drawn = instance_map(segmentations, np.array(areas), (10, 10), (10, 10), (12, 16))
        assert drawn.shape == (12, 16)
        assert (names[drawn[4, 4] - 1], names[drawn[8, 8] - 1]) == (1, 2)
        assert not drawn[10:].any()
        assert not drawn[:, 10:].any()
    assert not instance_map([], np.zeros(0), (10, 10), (10, 10), (12, 16)).any()
