"""Segmentation scores against scikit-learn, with void and with classes that are missing."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn import metrics as sklearn_metrics

from course.networks.metrics import confusion_counts, dice, segmentation_scores

VOID = 255


@pytest.mark.parametrize("seed", range(6))
def test_scores_against_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    classes = int(rng.integers(2, 8))
    labels = rng.choice([*range(classes), VOID], size=(3, 11, 13))
    predictions = np.where(rng.random(labels.shape) < 0.5, labels, rng.integers(classes, size=labels.shape))
    predictions[labels == VOID] = rng.integers(classes + 50, size=int((labels == VOID).sum()))
    if seed % 2:  # a class that is neither in the labels nor predicted, and one that is only predicted
        labels[labels == classes - 1] = 0
        predictions[predictions == classes - 1] = 0
        labels[labels == 1] = 0
    truth, predicted = labels[labels != VOID], predictions[labels != VOID]
    counts = confusion_counts(labels, predictions, classes, VOID)
    expected = np.zeros((classes, classes), int)
    np.add.at(expected, (truth, predicted), 1)
    np.testing.assert_array_equal(counts, expected)
    scores = segmentation_scores(counts)
    present = np.union1d(truth, predicted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scikit-learn: a class is predicted and not in the labels
        recall = sklearn_metrics.balanced_accuracy_score(truth, predicted)
    assert scores.pixel_accuracy == pytest.approx(sklearn_metrics.accuracy_score(truth, predicted))
    assert scores.class_accuracy == pytest.approx(recall)
    iou = sklearn_metrics.jaccard_score(truth, predicted, average=None, labels=present)
    assert scores.mean_iou == pytest.approx(iou.mean())
    np.testing.assert_allclose(scores.iou[present], iou)
    weighted = sklearn_metrics.jaccard_score(
        truth, predicted, average="weighted", labels=range(classes), zero_division=0
    )
    assert scores.frequency_weighted_iou == pytest.approx(weighted)


def test_what_is_not_a_class_is_named():
    with pytest.raises(ValueError, match="a prediction is not a class 0 … 2"):
        confusion_counts(np.zeros((2, 2), int), np.full((2, 2), 3), 3)
    with pytest.raises(ValueError, match="a label is not a class"):
        confusion_counts(np.full((2, 2), 11), np.zeros((2, 2), int), 3)
    with pytest.raises(ValueError, match="same shape"):
        confusion_counts(np.zeros(4, int), np.zeros((2, 2), int), 3)


def test_nothing_labelled_has_no_score():
    scores = segmentation_scores(confusion_counts(np.full((2, 2), VOID), np.zeros((2, 2), int), 3, VOID))
    assert np.isnan([scores.pixel_accuracy, scores.mean_iou, scores.frequency_weighted_iou]).all()


def test_dice_against_scikit_learn():
    rng = np.random.default_rng(1)
    truth, prediction = rng.random((2, 9, 9)) < 0.4
    assert dice(truth, prediction) == pytest.approx(sklearn_metrics.f1_score(truth.ravel(), prediction.ravel()))
    assert dice(np.zeros((3, 3)), np.zeros((3, 3))) == 1
    with pytest.raises(ValueError, match="same shape"):
        dice(np.zeros((3, 3)), np.zeros((3, 4)))
