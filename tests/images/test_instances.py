"""Objects in label images, against slow references."""

from __future__ import annotations

import time

import numpy as np
import pytest

from course.images import instances as objects


@pytest.fixture
def labels():
    image = np.zeros((30, 40), int)
    image[2:10, 2:12], image[2:10, 14:24], image[12:20, 3:11], image[22:28, 30:38] = 1, 2, 3, 4
    return image


def slow_weight_map(instances, w0, sigma):
    """Return the weight map pixel by pixel, from the definition."""
    share = np.mean(instances > 0)
    weights = np.where(instances > 0, 0.5 / share, 0.5 / (1 - share))
    for row, column in np.argwhere(instances == 0):
        gaps = sorted(
            np.hypot(*(np.argwhere(instances == label) - (row, column)).T).min()
            for label in np.unique(instances)
            if label
        )
        if len(gaps) > 1:
            weights[row, column] += w0 * np.exp(-((gaps[0] + gaps[1]) ** 2) / (2 * sigma**2))
    return weights


@pytest.mark.parametrize(("w0", "sigma"), [(10, 5), (4, 1.5)])
def test_the_weight_map_is_what_its_definition_says(labels, w0, sigma):
    np.testing.assert_allclose(
        objects.weight_map(labels, w0, sigma), slow_weight_map(labels, w0, sigma), rtol=1e-5, atol=1e-5
    )


def test_windows_change_no_weight():
    labels = np.zeros((80, 80), int)
    labels[3:12, 3:12], labels[3:12, 24:32], labels[60:76, 40:64] = 1, 2, 3
    np.testing.assert_allclose(objects.weight_map(labels, 10, 2), slow_weight_map(labels, 10, 2), rtol=1e-5, atol=1e-5)


def test_one_object_or_none_has_no_gap(labels):
    assert len(np.unique(objects.weight_map(np.where(labels == 1, 1, 0)))) == 2
    np.testing.assert_array_equal(objects.weight_map(np.zeros((5, 6), int)), np.full((5, 6), 0.5, np.float32))


def test_a_hundred_objects_take_less_than_a_second():
    labels = np.zeros((512, 512), int)
    for number in range(100):
        down, across = 51 * np.array(divmod(number, 10)) + 3
        labels[down : down + 47, across : across + 47] = number + 1
    objects.weight_map(labels[:60, :60])  # imports
    start = time.process_time()
    objects.weight_map(labels)
    assert time.process_time() - start < 1


def test_components_are_numbered_without_gaps(labels):
    found = objects.connected_components(labels > 0, min_size=60)
    assert np.unique(found).tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(found > 0, (labels > 0) & (labels < 4))


def test_corners_do_not_connect():
    assert objects.connected_components(np.eye(4, dtype=bool)).max() == 4


def test_pairwise_iou(labels):
    moved = np.roll(labels, 3, axis=1)
    iou = objects.pairwise_iou(labels, moved)
    for one in range(1, 5):
        for other in range(1, 5):
            here, there = labels == one, moved == other
            assert iou[one - 1, other - 1] == pytest.approx((here & there).sum() / (here | there).sum())


def test_label_images_of_different_shape_are_refused(labels):
    with pytest.raises(ValueError, match="same shape"):
        objects.pairwise_iou(labels, labels[1:])


def test_a_perfect_prediction_finds_everything(labels):
    match = objects.match_objects(labels, labels)
    assert (match.found, match.invented, match.missed, match.precision) == (4, 0, 0, 1.0)
    assert match.ious.tolist() == [1, 1, 1, 1]


def test_exactly_half_is_no_match():
    truth, half = np.zeros((4, 8), int), np.zeros((4, 8), int)
    truth[1, 1:5], half[1, 1:3] = 1, 1
    match = objects.match_objects(truth, half)
    assert (match.found, match.invented, match.missed, match.precision) == (0, 1, 1, 0.0)


def test_an_empty_prediction_of_an_empty_image_is_perfect():
    empty = np.zeros((4, 4), int)
    assert objects.match_objects(empty, empty).precision == 1
    assert objects.object_precision([empty], [empty]) == 1


def test_a_low_threshold_is_refused(labels):
    with pytest.raises(ValueError, match="too low"):
        objects.match_objects(labels, labels, 0.4)


def test_no_images_is_an_error():
    with pytest.raises(ValueError, match="no images"):
        objects.object_precision([], [])


def test_touching_pairs_are_those_within_reach(labels):
    assert objects.touching_pairs(labels, 2).tolist() == []
    assert objects.touching_pairs(labels, 3).tolist() == [[1, 2], [1, 3]]


def test_separated_merged_and_missed_pairs(labels):
    merged = np.where((labels == 1) | (labels == 2), 1, 0)
    assert objects.separated_pairs(labels, labels, 3) == objects.Pairs(separated=2, merged=0, missed=0)
    assert objects.separated_pairs(labels, merged, 3) == objects.Pairs(separated=0, merged=1, missed=1)


def test_split_objects(labels):
    cut = labels.copy()
    cut[2:10, 7], cut[2:10, 8:12] = 0, 5
    assert objects.split_objects(labels, cut) == 1
    assert objects.split_objects(labels, labels) == 0


def test_gaps_separate_touching_objects():
    labels = np.zeros((10, 12), int)
    labels[2:8, 1:6], labels[2:8, 6:11] = 1, 2
    gap = objects.with_gaps(labels)
    assert objects.connected_components(labels > 0).max() == 1
    assert objects.connected_components(gap > 0).max() == 2
    assert (gap[2:8, 5:7] == 0).all()
    np.testing.assert_array_equal(gap[2:8, 1:5], labels[2:8, 1:5])
