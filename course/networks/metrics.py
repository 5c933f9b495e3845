"""Scores of segmentations: everything follows from one matrix of counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SegmentationScores:
    """Scores of a segmentation, all between 0 and 1.

    Attributes:
        pixel_accuracy: Share of the labelled pixels that are right.
        class_accuracy: Mean over the classes of the share of their pixels that are right (recall).
        mean_iou: Mean over the classes of intersection over union.
        frequency_weighted_iou: Intersection over union, weighted by how many pixels each class has.
        iou: (classes,) float64: intersection over union of each class; NaN for a class that is neither in the labels
            nor predicted.
    """

    pixel_accuracy: float
    class_accuracy: float
    mean_iou: float
    frequency_weighted_iou: float
    iou: np.ndarray


def confusion_counts(labels: np.ndarray, predictions: np.ndarray, classes: int, void: int | None = None) -> np.ndarray:
    """Count how often each class was taken for each other.

    Args:
        labels: Integers of any shape: the true classes, 0 to ``classes - 1``, or ``void``.
        predictions: Integers of the same shape, 0 to ``classes - 1`` wherever the label is not void.
        classes: The number of classes.
        void: The label of pixels that do not count.

    Returns:
        (classes, classes) int64; rows are the true classes, columns the predicted ones.

    Raises:
        ValueError: If the shapes differ, or a label or prediction that counts is not a class.
    """
    from sklearn.metrics import confusion_matrix

    labels, predictions = np.asarray(labels), np.asarray(predictions)
    if labels.shape != predictions.shape:
        raise ValueError(f"labels {labels.shape} and predictions {predictions.shape} must have the same shape")
    counts = np.ones(labels.shape, bool) if void is None else labels != void
    truth, predicted = labels[counts].astype(np.int64), predictions[counts].astype(np.int64)
    for name, values in (("label", truth), ("prediction", predicted)):
        if values.size and not (values.min() >= 0 and values.max() < classes):
            raise ValueError(f"a {name} is not a class 0 … {classes - 1}: {values.min()} to {values.max()} were given")
    if not truth.size:  # which scikit-learn refuses
        return np.zeros((classes, classes), np.int64)
    return confusion_matrix(truth, predicted, labels=np.arange(classes))


def segmentation_scores(counts: np.ndarray) -> SegmentationScores:
    """Return the scores that follow from :func:`confusion_counts`.

    A class that is neither in the labels nor predicted takes no part in a mean; a class that is not in the labels has
    no accuracy.

    Reference:
        Long, Shelhamer, Darrell: Fully convolutional networks, CVPR 2015, section 5.
    """
    counts = np.asarray(counts, np.float64)
    right, labelled, predicted = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        recall, iou = right / labelled, right / (labelled + predicted - right)
        shares = labelled / labelled.sum()
    return SegmentationScores(
        pixel_accuracy=float(right.sum() / counts.sum()) if counts.sum() else float("nan"),
        class_accuracy=_mean(recall),
        mean_iou=_mean(iou),
        frequency_weighted_iou=float(np.nansum(shares * iou)) if counts.sum() else float("nan"),
        iou=iou,
    )


def dice(truth: np.ndarray, prediction: np.ndarray) -> float:
    """Return the Dice coefficient of two masks: twice the pixels they share over those of both, or 1 if both are empty.

    Args:
        truth: Mask of any shape; elements that are not zero belong to it.
        prediction: Mask of the same shape.
    """
    truth, prediction = np.asarray(truth) != 0, np.asarray(prediction) != 0
    if truth.shape != prediction.shape:
        raise ValueError(f"masks {truth.shape} and {prediction.shape} must have the same shape")
    both = int(truth.sum()) + int(prediction.sum())
    return 2 * int((truth & prediction).sum()) / both if both else 1.0


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is not NaN; NaN where all is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
