"""RoIAlign, RoIPool, masks cut out and pasted, and the pyramid's levels."""

from __future__ import annotations

import numpy as np
import pytest
from keras import ops

from course.detection import roi_align as module
from course.detection.masks import instances_of_masks, mask_targets, masks_of_instances, paste_masks
from course.detection.pyramid import assign_levels, build_pyramid
from course.detection.roi_align import pyramid_roi_align, roi_align
from course.detection.roi_pool import roi_pool


def slow_value(features, y, x):
    """Return the interpolated value at a place of the map, as torchvision's kernel words it."""
    height, width, channels = features.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return np.zeros(channels)
    y, x = max(y, 0.0), max(x, 0.0)
    top, left = min(int(y), height - 1), min(int(x), width - 1)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    y, x = (y if top < height - 1 else top), (x if left < width - 1 else left)
    down, across = y - top, x - left
    upper = features[top, left] * (1 - across) + features[top, right] * across
    lower = features[bottom, left] * (1 - across) + features[bottom, right] * across
    return upper * (1 - down) + lower * down


def slow_roi_align(features, box, size, stride, samples, aligned):
    """Return one region's bins, point by point."""
    x1, y1, x2, y2 = np.asarray(box, float) / stride - (0.5 if aligned else 0.0)
    height, width = (y2 - y1, x2 - x1) if aligned else (max(y2 - y1, 1), max(x2 - x1, 1))
    bins = np.zeros((size, size, features.shape[2]))
    for row in range(size * samples):
        for column in range(size * samples):
            y = y1 + (row + 0.5) * height / (size * samples)
            x = x1 + (column + 0.5) * width / (size * samples)
            bins[row // samples, column // samples] += slow_value(features, y, x) / samples**2
    return bins


def slow_roi_pool(features, box, size, stride):
    """Return one region's maxima, bin by bin, the box first clipped to the map."""
    height, width, channels = features.shape
    x1, y1, x2, y2 = np.floor(np.asarray(box, float) / stride + 0.5).astype(int)
    x1, y1, x2, y2 = max(x1, 0), max(y1, 0), min(x2, width - 1), min(y2, height - 1)
    bins = np.zeros((size, size, channels))
    if x2 < x1 or y2 < y1:
        return bins
    tall, wide = (y2 - y1 + 1) / size, (x2 - x1 + 1) / size
    for row in range(size):
        for column in range(size):
            top, bottom = y1 + int(np.floor(row * tall)), y1 + int(np.ceil((row + 1) * tall))
            left, right = x1 + int(np.floor(column * wide)), x1 + int(np.ceil((column + 1) * wide))
            bins[row, column] = features[top:bottom, left:right].max(axis=(0, 1))
    return bins


BOXES = np.array(
    [[3, 5, 50, 41], [0, 0, 96, 64], [-20, -9, 30, 30], [80, 50, 130, 90], [10, 10, 11, 10.5], [200, 200, 220, 220]],
    "float32",
)


@pytest.fixture(params=["whole maps", "gathered"])
def _both_ways(request, monkeypatch):
    """Read regions in each of the two ways, whatever the maps' size."""
    way = getattr(module, "_whole_maps" if request.param == "whole maps" else "_gathered")
    monkeypatch.setattr(module, "_whole_maps", way)
    monkeypatch.setattr(module, "_gathered", way)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("aligned", [True, False])
@pytest.mark.parametrize(("size", "samples"), [(7, 2), (3, 1), (2, 4)])
def test_roi_align_is_the_slow_one(rng, size, samples, aligned):
    features = rng.standard_normal((2, 16, 24, 3)).astype("float32")
    boxes = np.stack([BOXES, BOXES[::-1]])
    bins = ops.convert_to_numpy(roi_align(features, boxes, size, 4, samples, aligned))
    assert bins.shape == (2, 6, size, size, 3)
    for image in range(2):
        for place, box in enumerate(boxes[image]):
            expected = slow_roi_align(features[image], box, size, 4, samples, aligned)
            np.testing.assert_allclose(bins[image, place], expected, atol=1e-5)


@pytest.mark.usefixtures("_both_ways")
def test_roi_align_is_exact_on_linear_ramps():
    stride = 4
    y, x = np.meshgrid((np.arange(32) + 0.5) * stride, (np.arange(32) + 0.5) * stride, indexing="ij")
    ramp = (2 * x - 3 * y + 5)[None, ..., None].astype("float32")
    box = np.array([[[20.3, 33.1, 77.7, 101.2]]], "float32")
    bins = ops.convert_to_numpy(roi_align(ramp, box, 7, stride))[0, 0, ..., 0]
    middles = (np.arange(7) + 0.5) / 7
    expected = 2 * (20.3 + 57.4 * middles)[None] - 3 * (33.1 + 68.1 * middles)[:, None] + 5
    np.testing.assert_allclose(bins, expected, atol=1e-3)


@pytest.mark.usefixtures("_both_ways")
def test_a_region_that_is_not_a_number_is_empty(rng):
    features = rng.standard_normal((1, 8, 8, 2)).astype("float32")
    box = np.full((1, 1, 4), np.nan, "float32")
    assert not ops.convert_to_numpy(roi_align(features, box, 2, 4)).any()
    assert not ops.convert_to_numpy(roi_pool(features, box, 2, 4)).any()


@pytest.mark.usefixtures("_both_ways")
def test_each_region_is_read_from_its_own_level(rng):
    levels = [rng.standard_normal((2, size, size, 5)).astype("float32") for size in (16, 8, 4)]
    boxes = np.stack([BOXES, BOXES + 3]) / 2
    which = rng.integers(0, 3, (2, 6))
    bins = ops.convert_to_numpy(pyramid_roi_align(levels, boxes, which, 4, [4, 8, 16]))
    for image in range(2):
        for place in range(6):
            level = which[image, place]
            expected = roi_align(levels[level][[image]], boxes[[image]][:, [place]], 4, 4 * 2**level)
            np.testing.assert_allclose(bins[image, place], ops.convert_to_numpy(expected)[0, 0], atol=1e-6)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_roi_pool_is_the_slow_one(rng, size):
    features = rng.standard_normal((2, 16, 24, 3)).astype("float32")
    boxes = np.stack([BOXES, BOXES[::-1]])
    bins = ops.convert_to_numpy(roi_pool(features, boxes, size, 4))
    for image in range(2):
        for place, box in enumerate(boxes[image]):
            np.testing.assert_allclose(bins[image, place], slow_roi_pool(features[image], box, size, 4), atol=1e-6)


def test_levels_by_the_papers_equation():
    sides = np.array([10, 111, 112.1, 223, 224, 447, 448, 5000, 0])
    boxes = np.stack([np.zeros_like(sides), np.zeros_like(sides), sides, sides], axis=-1).astype("float32")
    assert ops.convert_to_numpy(assign_levels(boxes, [4, 8, 16, 32])).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 0]
    assert ops.convert_to_numpy(assign_levels(np.full((1, 4), np.nan, "float32"), [4, 8])).tolist() == [0]


def test_a_pyramid_has_a_level_more_than_the_backbone_and_maps_must_halve():
    pyramid = build_pyramid([(32, 16, 64), (16, 8, 128)], channels=24)
    assert [output.shape for output in pyramid.outputs] == [(None, 32, 16, 24), (None, 16, 8, 24), (None, 8, 4, 24)]
    with pytest.raises(ValueError, match=r"maps halve from level to level, but \(32, 16\) is followed by \(15, 8\)"):
        build_pyramid([(32, 16, 64), (15, 8, 128)])


def test_a_masks_target_is_what_roi_align_cuts_from_the_mask(rng):
    instances = rng.integers(0, 4, (2, 40, 48))
    boxes = np.stack([BOXES[:4], BOXES[2:]]) / 2
    objects = rng.integers(0, 3, (2, 4))
    targets = ops.convert_to_numpy(mask_targets(instances, boxes, objects.astype("int32"), 14))
    for image in range(2):
        for place in range(4):
            mask = (instances[[image]] == objects[image, place] + 1)[..., None].astype("float32")
            expected = roi_align(mask, boxes[[image]][:, [place]], 14, 1)
            np.testing.assert_allclose(targets[image, place], ops.convert_to_numpy(expected)[0, 0, ..., 0], atol=1e-5)


def test_a_mask_cut_out_and_pasted_is_the_mask():
    y, x = np.mgrid[:96, :96]
    disc = (y - 40) ** 2 + (x - 50) ** 2 < 25**2
    instances = instances_of_masks(disc[None])
    box = np.array([[[25, 15, 76, 66]]], "float32")
    target = ops.convert_to_numpy(mask_targets(instances[None], box, np.zeros((1, 1), "int32"), 28))[0]
    pasted = paste_masks(target, box[0], 96, 96)[0]
    assert (pasted & disc).sum() / (pasted | disc).sum() > 0.97


def slow_paste(mask, box, height, width):
    """Return a mask's values over its box, pixel by pixel."""
    pasted, known = np.zeros((height, width)), (np.arange(len(mask)) + 0.5) / len(mask)
    x1, y1, x2, y2 = box
    for row in range(height):
        for column in range(width):
            y, x = row + 0.5, column + 0.5
            if y1 <= y <= y2 and x1 <= x <= x2:
                across = [np.interp((x - x1) / (x2 - x1), known, of_row) for of_row in mask]
                pasted[row, column] = np.interp((y - y1) / (y2 - y1), known, across)
    return pasted


def test_pasting_is_the_slow_one(rng):
    corner = rng.uniform(-9, 28, (12, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(0.2, 20, (12, 2))], axis=1).astype("float32")
    masks = rng.random((12, 7, 7)).astype("float32")
    expected = np.stack([slow_paste(mask, box, 24, 32) for mask, box in zip(masks, boxes)])
    np.testing.assert_allclose(paste_masks(masks, boxes, 24, 32, threshold=None), expected, atol=1e-5)
    sure = np.abs(expected - 0.5) > 1e-4
    np.testing.assert_array_equal(paste_masks(masks, boxes, 24, 32)[sure], (expected > 0.5)[sure])


def test_pasting_fills_the_box_and_nothing_else():
    boxes = np.array([[2, 3, 6, 9], [-4, -4, 2, 2], [5, 5, 5, 9], [30, 30, 40, 40], [np.nan, 0, 4, 4]], "float32")
    pasted = paste_masks(np.ones((5, 28, 28)), boxes, 12, 10)
    assert pasted.dtype == bool
    assert pasted.sum(axis=(1, 2)).tolist() == [24, 4, 0, 0, 0]
    assert pasted[0, 3:9, 2:6].all()
    half = paste_masks(np.full((1, 28, 28), 0.25), boxes[:1], 12, 10, threshold=None)
    assert half[0, 4, 3] == pytest.approx(0.25)
    assert paste_masks(np.zeros((0, 28, 28)), np.zeros((0, 4)), 5, 5).shape == (0, 5, 5)


def test_a_map_of_instances_and_its_masks():
    masks = np.zeros((2, 4, 4), bool)
    masks[0, :3], masks[1, 2:] = True, True
    instances = instances_of_masks(masks)
    assert instances[:, 0].tolist() == [1, 1, 2, 2]
    assert masks_of_instances(instances, 3).sum(axis=(1, 2)).tolist() == [8, 8, 0]
