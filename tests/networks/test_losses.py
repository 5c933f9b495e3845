"""Soft Dice, against its definition and beside Keras' own."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from course.backend.autodiff import gradients
from course.networks.losses import SoftDice, soft_dice


@pytest.fixture
def masks():
    rng = np.random.default_rng(0)
    return (rng.random((3, 5, 6, 1)) < 0.3).astype("float32"), rng.random((3, 5, 6, 1)).astype("float32")


def test_soft_dice_is_its_definition(masks):
    truth, prediction = masks
    expected = [2 * np.sum(p * g) / (np.sum(p * p) + np.sum(g * g)) for g, p in zip(truth, prediction)]
    np.testing.assert_allclose(soft_dice(truth, prediction), expected, rtol=1e-5)


def test_the_loss_counts_each_example_by_itself(masks):
    truth, prediction = masks
    positive = 1 - np.asarray(soft_dice(truth, prediction))
    both = positive + 1 - np.asarray(soft_dice(1 - truth, 1 - prediction))
    np.testing.assert_allclose(SoftDice(both_classes=False)(truth, prediction), positive.mean(), rtol=1e-5)
    np.testing.assert_allclose(SoftDice()(truth, prediction), both.mean(), rtol=1e-5)


def test_empty_and_predicted_empty_is_perfect():
    empty = np.zeros((1, 4, 4), "float32")
    assert float(SoftDice()(empty, empty)) == pytest.approx(0, abs=1e-5)


def test_the_gradient_of_an_empty_mask_is_finite():
    (gradient,) = gradients(lambda p: 1 - soft_dice(np.zeros((1, 3, 3), "float32"), p)[0], np.full((1, 3, 3), 0.5))
    assert np.isfinite(gradient).all()


def test_keras_own_loss_pools_the_batch():
    """When this fails, Keras' Dice was mended: say so in lab 6 and in SoftDice."""
    truth, prediction = np.zeros((2, 8, 8, 1), "float32"), np.zeros((2, 8, 8, 1), "float32")
    truth[0], prediction[0] = 1, 1  # a large object, found
    truth[1, 0, 0] = 1  # a small one, missed
    assert float(keras.losses.Dice()(truth, prediction)) < 0.05
    assert float(SoftDice(both_classes=False)(truth, prediction)) == pytest.approx(0.5, abs=1e-3)


def test_the_loss_survives_saving():
    loss = keras.losses.deserialize(keras.losses.serialize(SoftDice(both_classes=False)))
    assert loss.both_classes is False
