"""Which anchors learn what, and how many of them."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from course.detection.matching import match
from course.detection.rpn import label_anchors
from course.detection.sampling import gather_sample, hardest_negatives, sample


def slow_match(overlaps, low, high, allow_low_quality_matches):
    """Return states anchor by anchor, as the paper words it."""
    states = []
    for anchor in range(overlaps.shape[1]):
        best = max(overlaps[:, anchor], default=0)
        is_best = any(row[anchor] == max(row) and row[anchor] > 0 for row in overlaps)
        states.append(1 if best >= high or (allow_low_quality_matches and is_best) else (0 if best < low else -1))
    return states


@pytest.mark.parametrize("allow_low_quality_matches", [False, True])
def test_matching_is_the_papers(rng, allow_low_quality_matches):
    overlaps = np.round(rng.random((4, 3, 40)), 1).astype("float32")  # many ties
    objects, states = match(overlaps, np.ones((4, 3), bool), 0.3, 0.7, allow_low_quality_matches)
    for image in range(4):
        assert ops.convert_to_numpy(states)[image].tolist() == slow_match(
            overlaps[image], 0.3, 0.7, allow_low_quality_matches
        )
    np.testing.assert_array_equal(ops.convert_to_numpy(objects), overlaps.argmax(axis=1))


def test_without_objects_all_is_background_and_empty_slots_match_nothing():
    overlaps = np.ones((1, 2, 3), "float32")
    objects, states = match(overlaps, np.zeros((1, 2), bool), 0.3, 0.7, allow_low_quality_matches=True)
    assert not ops.convert_to_numpy(states).any()
    assert not ops.convert_to_numpy(objects).any()


def test_an_object_without_area_is_nobodys_best():
    anchors = np.array([[0, 0, 10, 10], [20, 20, 30, 30]], "float32")
    boxes = np.array([[[5, 5, 5, 5]]], "float32")
    _, positives, negatives = label_anchors(anchors, ops.convert_to_tensor(boxes), ops.convert_to_tensor([[True]]), 4)
    assert not ops.convert_to_numpy(positives).any()
    assert ops.convert_to_numpy(negatives).all()


@pytest.mark.parametrize(("positive", "negative"), [(200, 800), (20, 800), (0, 800), (500, 30), (3, 5)])
def test_sampling_takes_the_share_asked_for(rng, positive, negative):
    states = np.concatenate([np.ones(positive), np.zeros(negative), np.full(17, -1)]).astype("int32")
    states = np.stack([rng.permutation(states) for _ in range(3)])
    chosen, rest = (ops.convert_to_numpy(mask) for mask in sample(states, 256, 0.5, seed=1))
    taken = min(positive, 128)
    assert chosen.sum(axis=1).tolist() == [taken] * 3
    assert rest.sum(axis=1).tolist() == [min(negative, 256 - taken)] * 3
    assert (states[chosen] == 1).all()
    assert (states[rest] == 0).all()


def test_sampling_is_fair_and_follows_its_seed():
    states = np.zeros((2000, 10), "int32")
    _, rest = sample(states, 3, 0.5, seed=keras.random.SeedGenerator(3))
    np.testing.assert_allclose(ops.convert_to_numpy(rest).mean(axis=0), 0.3, atol=0.04)
    again = sample(states, 3, 0.5, seed=keras.random.SeedGenerator(3))[1]
    np.testing.assert_array_equal(ops.convert_to_numpy(rest), ops.convert_to_numpy(again))


def test_a_sample_is_gathered_positives_first():
    positives = np.array([[False, True, False, False, True]])
    negatives = np.array([[True, False, False, False, False]])
    indices, positive, sampled = (ops.convert_to_numpy(a)[0] for a in gather_sample(positives, negatives, 4))
    assert set(indices[:2].tolist()) == {1, 4}
    assert indices[2] == 0
    assert positive.tolist() == [True, True, False, False]
    assert sampled.tolist() == [True, True, True, False]
    assert gather_sample(positives, negatives, 9)[0].shape == (1, 5)


def test_hard_negatives_are_the_worst_three_a_positive():
    losses = np.array([[5.0, 1, 4, 3, 2, 9], [1, 2, 3, 4, 5, 6]], "float32")
    positives = np.array([[False] * 5 + [True], [False] * 6])
    hard = ops.convert_to_numpy(hardest_negatives(losses, positives, ~positives, 3))
    assert hard[0].tolist() == [True, False, True, True, False, False]
    assert hard[1].tolist() == [False] * 5 + [True]


def test_a_sample_of_nothing_is_refused():
    with pytest.raises(ValueError, match="got 0 and"):
        sample(np.zeros((1, 3), "int32"), 0, 0.5)
