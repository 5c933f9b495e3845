"""The form of images with objects: padded, checked, resized, mirrored, dealt in batches."""

from __future__ import annotations

import numpy as np
import pytest

from course.detection.boxes import boxes_of_masks
from course.detection.examples import Batches, check_targets, crop_objects, flip, pad_targets, recolour, resize_examples
from course.detection.masks import masks_of_instances
from tests.detection.conftest import coloured_shapes


def boxes_from_instances(targets):
    """Return the boxes that the map of instances says, what a mask makes of a box."""
    slots = targets["labels"].shape[1]
    return np.stack([boxes_of_masks(masks_of_instances(map_, slots)) for map_ in targets["instances"]])


def test_targets_are_padded():
    targets = pad_targets(
        [np.array([[1, 2, 3, 4]]), np.zeros((0, 4)), np.array([[0, 0, 1, 1], [2, 2, 3, 3]])], [[5], [], [1, 0]]
    )
    assert targets["labels"].tolist() == [[5, -1], [-1, -1], [1, 0]]
    assert targets["boxes"][0].tolist() == [[1, 2, 3, 4], [0, 0, 0, 0]]
    assert pad_targets([], [])["boxes"].shape == (0, 1, 4)


def test_more_objects_than_slots_is_said():
    with pytest.raises(ValueError, match="image 1 has 3 objects, but there are 2 slots: pass slots=3"):
        pad_targets([np.zeros((0, 4)), np.ones((3, 4))], [[], [0, 0, 0]], slots=2)
    with pytest.raises(ValueError, match="boxes and labels differ"):
        pad_targets([np.ones((3, 4))], [[0, 0]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": [[3, -1]]}, r"a label must lie in 0 … 2, or be -1 in an empty slot; image 0, slot \(0,\) has 3"),
        ({"labels": [[-2, -1]]}, r"a label must lie in 0 … 2"),
        (
            {"boxes": [[[1, 2, np.nan, 4], [0, 0, 0, 0]]]},
            r"a box must be finite; image 0, slot \(0,\) has \[1.0, 2.0, nan",
        ),
        ({"boxes": [[[9, 2, 5, 4], [0, 0, 0, 0]]]}, "x1 <= x2"),
        ({"boxes": [[[1, 2, 3, 4]]]}, r"got \(1, 1, 4\) and \(1, 2\)"),
        ({"instances": np.full((1, 20, 30), 3)}, r"0 … 2, a slot's number plus one; image 0, pixel \(0, 0\) has 3"),
        ({"instances": np.zeros((1, 30, 20))}, r"instances must be \(1, 20, 30\)"),
    ],
)
def test_what_must_be_a_mistake_is_refused_and_named(changes, message):
    targets = {"boxes": [[[1, 2, 3, 4], [0, 0, 0, 0]]], "labels": [[2, -1]], "instances": np.zeros((1, 20, 30))}
    check_targets({name: np.asarray(value) for name, value in targets.items()}, 1, 3, (20, 30))
    with pytest.raises(ValueError, match=message):
        check_targets({name: np.asarray(value) for name, value in (targets | changes).items()}, 1, 3, (20, 30))


def test_targets_without_labels_are_refused():
    with pytest.raises(ValueError, match=r"need 'boxes' and 'labels', got \['boxes'\]"):
        check_targets({"boxes": np.zeros((1, 1, 4))}, 1, 3, (20, 30))


def test_boxes_without_area_or_outside_are_let_through():
    boxes = np.array([[[5, 5, 5, 5], [90, 90, 99, 99]]], "float32")
    check_targets({"boxes": boxes, "labels": np.array([[0, 1]])}, 1, 3, (20, 30))


def test_boxes_follow_their_masks_when_images_are_mirrored(rng):
    images, targets = coloured_shapes(rng, 12, (48, 64))
    np.testing.assert_array_equal(targets["boxes"], boxes_from_instances(targets))
    mirrored, new = flip(images, targets, np.random.default_rng(0))
    np.testing.assert_array_equal(new["boxes"], boxes_from_instances(new))
    changed = [(mirrored[number] != images[number]).any() for number in range(12)]
    assert 3 < sum(changed) < 12
    same = [number for number in range(12) if not changed[number]]
    np.testing.assert_array_equal(new["boxes"][same], targets["boxes"][same])
    back, old = flip(*flip(images, targets, rng, 1, 1), rng, 1, 1)
    np.testing.assert_array_equal(back, images)
    np.testing.assert_array_equal(old["boxes"], targets["boxes"])


def test_boxes_follow_their_masks_when_images_are_resized(rng):
    images, targets = coloured_shapes(rng, 5, (48, 64))
    resized, new = resize_examples(images, targets, (96, 96))
    assert resized.shape == (5, 96, 96, 3)
    np.testing.assert_allclose(new["boxes"], boxes_from_instances(new), atol=1)
    assert targets["boxes"].max() <= 64


def test_batches_cover_an_epoch_and_are_the_same_again(rng):
    images, targets = coloured_shapes(rng, 10)
    batches = Batches(images, targets, batch_size=4, augmentations=[flip], seed=3)
    assert len(batches) == 3
    sizes = [len(batches[index][0]) for index in range(3)]
    assert sizes == [4, 4, 2]
    first = batches[0][0]
    np.testing.assert_array_equal(first, Batches(images, targets, 4, [flip], seed=3)[0][0])
    batches.on_epoch_end()
    assert (batches[0][0] != first).any()
    plain = Batches(images, targets, batch_size=10)[0]
    assert plain[0].sum() == images.sum()
    assert sorted(plain[1]) == ["boxes", "instances", "labels"]


def test_objects_are_cut_out():
    images = np.zeros((2, 40, 60, 3), "uint8")
    images[0, 10:20, 30:38], images[1, :8, :16] = 200, 90
    targets = pad_targets([np.array([[30, 10, 38, 20], [5, 5, 5, 9]]), np.array([[0, 0, 16, 8]])], [[2, 1], [0]])
    crops, labels = crop_objects(images, targets, 24, np.random.default_rng(0), loose=0.1, shift=0.0)
    assert crops.shape == (2, 24, 24, 3)
    assert crops.dtype == np.uint8
    assert labels.tolist() == [2, 0]  # an object without area is left out
    rows, columns = np.nonzero(crops[0, ..., 0] > 100)
    scale = 24 / 11  # the longer side and a tenth
    assert abs(len(np.unique(rows)) - 10 * scale) < 1.5
    assert abs(len(np.unique(columns)) - 8 * scale) < 1.5
    assert abs(rows.mean() - 11.5) < 0.5
    assert abs(columns.mean() - 11.5) < 0.5
    with pytest.raises(ValueError, match="no object with area"):
        crop_objects(images, pad_targets([[], []], [[], []]), 24, np.random.default_rng(0))


def test_colours_change_and_places_do_not():
    rng = np.random.default_rng(0)
    images = np.zeros((40, 8, 8, 3), "uint8")
    images[:, 2:4, 3:6] = 60, 120, 180
    changed, targets = recolour(images, {"boxes": 1}, rng)
    assert targets == {"boxes": 1}
    assert changed.dtype == np.uint8
    inside = np.zeros((8, 8), bool)
    inside[2:4, 3:6] = True
    assert all(
        len(np.unique(image[inside], axis=0)) == len(np.unique(image[~inside], axis=0)) == 1 for image in changed
    )
    inverted = changed[:, 0, 0, 0] > changed[:, 2, 3].min(axis=-1)
    assert 0.2 < inverted.mean() < 0.8
    assert len(np.unique(changed[:, 2, 3].argmax(axis=-1))) == 3  # any channel may be the brightest
