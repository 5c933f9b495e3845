"""Selective search: the four similarities by hand, the laws of merging, and that it finds what can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.data import astronaut

from course.detection import proposals
from course.detection.proposals import Region, describe, merge_regions, neighbours, recall, selective_search
from tests.detection.conftest import coloured_shapes


def test_similarities_by_hand():
    colour, texture = np.array([0.5, 0.5, 0]), np.array([1.0, 0])
    left = Region(20, (0, 0, 4, 5), colour, texture)
    right = Region(10, (4, 0, 8, 5), np.array([0.2, 0.4, 0.4]), np.array([0.25, 0.75]))
    assert proposals.colour_similarity(left, right) == pytest.approx(0.6)
    assert proposals.texture_similarity(left, right) == pytest.approx(0.25)
    assert proposals.size_similarity(left, right, 100) == pytest.approx(0.7)
    assert proposals.fill_similarity(left, right, 100) == pytest.approx(0.9)
    assert proposals.similarity(left, right, 100) == pytest.approx(0.6 + 0.25 + 0.7 + 0.9)
    union = left.merged(right)
    assert union.size == 30
    assert union.box == (0, 0, 8, 5)
    assert union.colour.tolist() == pytest.approx([0.4, 14 / 30, 4 / 30])


def test_a_union_is_described_as_if_it_had_been_one_segment(rng):
    image = rng.integers(0, 256, (20, 24, 3)).astype("uint8")
    labels = np.repeat(np.arange(4), 6)[None].repeat(20, axis=0)
    parts = describe(image, labels)
    assert neighbours(labels) == {(0, 1), (1, 2), (2, 3)}
    whole = describe(image, labels // 2)[0]
    union = parts[0].merged(parts[1])
    assert (union.size, union.box) == (whole.size, whole.box)
    np.testing.assert_allclose(union.colour, whole.colour)
    np.testing.assert_allclose(union.texture, whole.texture)


def test_merging_ends_with_the_whole_image():
    image = np.zeros((20, 24, 3), "uint8")
    image[:, 12:] = 200
    labels = np.repeat(np.arange(4), 6)[None].repeat(20, axis=0)
    regions = merge_regions(describe(image, labels), neighbours(labels), labels.size)
    assert len(regions) == 4 + 3
    assert regions[-1].size == labels.size
    assert {region.box for region in regions[4:6]} == {(0, 0, 12, 20), (12, 0, 24, 20)}, "equal colours merge first"


def test_it_finds_coloured_shapes_with_few_boxes(rng):
    images, targets = coloured_shapes(rng, 4)
    for image, boxes, labels in zip(images, targets["boxes"], targets["labels"]):
        found = recall(selective_search(image), boxes[labels >= 0], 0.7)
        assert found[-1] == 1
        assert (np.diff(found) >= 0).all()


def test_a_photograph_gives_some_hundred_boxes_each_once_within_the_image():
    image = astronaut()[::4, ::4]
    boxes = selective_search(image)
    assert 50 < len(boxes) < 1000
    assert len(np.unique(boxes, axis=0)) == len(boxes)
    assert boxes[0].tolist() == [0, 0, 128, 128]
    assert boxes.min() >= 0
    np.testing.assert_array_equal(boxes, selective_search(image))


def test_one_colour_is_one_region_and_no_objects_have_no_recall():
    assert selective_search(np.full((30, 40, 3), 9, "uint8")).tolist() == [[0, 0, 40, 30]]
    assert np.isnan(recall(np.zeros((3, 4)), np.zeros((0, 4)))).all()
    with pytest.raises(ValueError, match=r"takes \(H, W, 3\) uint8, got \(30, 40\) float64"):
        selective_search(np.zeros((30, 40)))
