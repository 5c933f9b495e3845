"""Objects in label images: connected components, which object is which, touching neighbours, and the weight map.

A label image has one integer per pixel: 0 is background, ``1 … n`` are objects. Two objects are matched where the
intersection of their pixels is more than half of the union, which at most one object of each image can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

NEGLIGIBLE = 6  # standard deviations: beyond them a border's weight is below w0 · e^-18, 2e-7 of it


@dataclass(frozen=True)
class Matches:
    """How the objects of a prediction match those of the truth, at one threshold of IoU.

    Attributes:
        found: True objects that a predicted one matches.
        invented: Predicted objects that match no true one.
        missed: True objects that no predicted one matches.
        ious: ``(true objects,)`` float: IoU of each with the predicted object it shares most with, 0 to 1.
    """

    found: int
    invented: int
    missed: int
    ious: np.ndarray

    @property
    def precision(self) -> float:
        """The 2018 Data Science Bowl's average precision: found / (found + invented + missed), or 1 without objects."""
        total = self.found + self.invented + self.missed
        return self.found / total if total else 1.0


@dataclass(frozen=True)
class Pairs:
    """How many pairs of touching objects were separated, merged or missed.

    Attributes:
        separated: Pairs whose two objects got two different labels.
        merged: Pairs whose two objects got the same label.
        missed: Pairs of which at least one object was mostly labelled as background.
    """

    separated: int
    merged: int
    missed: int


def connected_components(foreground: np.ndarray, min_size: int = 0) -> np.ndarray:
    """Number the connected regions of a mask.

    Args:
        foreground: ``(H, W)`` or ``(D, H, W)`` bool. Pixels are connected over their sides, not their corners.
        min_size: Regions of fewer pixels are dropped.

    Returns:
        Label image of the same shape, int32, numbered ``1 … n`` without gaps.
    """
    from scipy import ndimage

    labels, count = ndimage.label(np.asarray(foreground, bool))
    sizes = np.bincount(labels.reshape(-1), minlength=count + 1)
    keep = sizes >= min_size
    keep[0] = False
    return (np.cumsum(keep) * keep)[labels].astype(np.int32)


def pairwise_iou(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return the IoU of every object of one label image with every object of another.

    Args:
        truth, predicted: Label images of the same shape, labels ``0 … n``; a missing label has no pixels.

    Returns:
        ``(true objects, predicted objects)`` float64, 0 to 1.

    Raises:
        ValueError: If the images differ in shape.
    """
    shared = _shared_pixels(truth, predicted)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    return (shared / np.maximum(union, 1))[1:, 1:]


def _shared_pixels(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return how many pixels have each pair of labels, background included: ``(true labels, predicted labels)`` int."""
    if truth.shape != predicted.shape:
        raise ValueError(f"label images must have the same shape, not {truth.shape} and {predicted.shape}")
    rows, columns = int(truth.max(initial=0)) + 1, int(predicted.max(initial=0)) + 1
    together = truth.reshape(-1).astype(np.int64) * columns + predicted.reshape(-1)
    return np.bincount(together, minlength=rows * columns).reshape(rows, columns)


def match_objects(truth: np.ndarray, predicted: np.ndarray, threshold: float = 0.5) -> Matches:
    """Match the objects of two label images whose IoU is above a threshold.

    Args:
        truth, predicted: Label images of the same shape, labels ``0 … n`` without gaps.
        threshold: IoU that a match must exceed; at least 0.5, so that no object can match two.

    Raises:
        ValueError: If the threshold is below 0.5, or the images differ in shape.
    """
    if threshold < 0.5:
        raise ValueError(f"below an IoU of 0.5 an object can match two others: threshold {threshold} is too low")
    iou = pairwise_iou(truth, predicted)
    found = int(np.count_nonzero(iou > threshold))
    best = iou.max(axis=1, initial=0.0)
    return Matches(found, iou.shape[1] - found, iou.shape[0] - found, best)


def object_precision(truths: Iterable[np.ndarray], predictions: Iterable[np.ndarray], threshold: float = 0.5) -> float:
    """Return the average precision at one IoU: the mean over images of found / (found + invented + missed).

    Args:
        truths, predictions: Label images, pairwise of the same shape.
        threshold: IoU that a match must exceed.

    Raises:
        ValueError: As :func:`match_objects`; or if there are no images, or not as many predictions as truths.

    Reference:
        J. C. Caicedo et al., Nucleus segmentation across imaging experiments: the 2018 Data Science Bowl, 2019.
    """
    scores = [match_objects(*pair, threshold).precision for pair in zip(truths, predictions, strict=True)]
    if not scores:
        raise ValueError("object_precision got no images")
    return float(np.mean(scores))


def touching_pairs(truth: np.ndarray, reach: int = 2) -> np.ndarray:
    """Return the pairs of objects that come within ``reach`` pixels of each other, down, across or diagonally.

    Args:
        truth: ``(H, W)`` label image.
        reach: Pixels from one object to the other; 1 means side by side.

    Returns:
        ``(pairs, 2)`` int labels, the smaller first, in rising order.
    """
    height, width = truth.shape
    padded = np.pad(truth, reach)
    found = []
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            other = padded[reach + down : reach + down + height, reach + across : reach + across + width]
            meets = (truth > 0) & (other > truth)
            found.append(np.stack([truth[meets], other[meets]], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def separated_pairs(truth: np.ndarray, predicted: np.ndarray, reach: int = 2) -> Pairs:
    """Count the pairs of touching objects that a prediction separates.

    The label of most of an object's pixels counts as the object's.

    Args:
        truth, predicted: ``(H, W)`` label images.
        reach: As in :func:`touching_pairs`.

    Raises:
        ValueError: If the images differ in shape.
    """
    mostly = _shared_pixels(truth, predicted).argmax(axis=1)
    first, second = mostly[touching_pairs(truth, reach)].T
    seen = (first > 0) & (second > 0)
    return Pairs(
        separated=int(np.count_nonzero(seen & (first != second))),
        merged=int(np.count_nonzero(seen & (first == second))),
        missed=int(np.count_nonzero(~seen)),
    )


def split_objects(truth: np.ndarray, predicted: np.ndarray, share: float = 0.2) -> int:
    """Count the true objects that were cut: of each, two or more predicted objects hold over ``share`` of the pixels.

    Args:
        truth, predicted: ``(H, W)`` label images.
        share: Share of an object's pixels, 0 to 1.

    Raises:
        ValueError: If the images differ in shape.
    """
    shared = _shared_pixels(truth, predicted)
    pieces = shared[1:, 1:] > share * shared[1:].sum(axis=1, keepdims=True)
    return int(np.count_nonzero(pieces.sum(axis=1) > 1))


def weight_map(instances: np.ndarray, w0: float = 10.0, sigma: float = 5.0) -> np.ndarray:
    """Return how much each pixel counts: rare classes more, and the gaps between neighbouring objects most.

    The weight is ``w_c + w0 · exp(-(d1 + d2)² / (2 σ²))``. ``w_c`` balances foreground and background: all
    pixels over twice the pixels of the pixel's class. The second term belongs to the background alone; ``d1``
    and ``d2`` are the distances to the nearest and second nearest object, in pixels from centre to centre. With fewer
    than two objects there is no gap.

    Each object's distances are computed in a window around it, beyond which they change no weight by more than
    ``w0`` · 2e-7: 100 objects in 512 × 512 pixels take a fraction of a second.

    Args:
        instances: ``(H, W)`` label image.
        w0: Height of the second term.
        sigma: Its width, in pixels.

    Returns:
        ``(H, W)`` float32 weights.

    Reference:
        O. Ronneberger, P. Fischer, T. Brox, U-Net, MICCAI 2015, equation 2.
    """
    from scipy import ndimage

    foreground = instances > 0
    shares = np.bincount(foreground.reshape(-1), minlength=2) / foreground.size
    weights = (0.5 / np.maximum(shares, 0.5 / foreground.size))[foreground.astype(int)]
    nearest = np.full((2, *instances.shape), np.inf)
    reach = int(np.ceil(NEGLIGIBLE * sigma)) + 1
    for label, box in enumerate(ndimage.find_objects(instances), start=1):
        if box is None:
            continue
        window = tuple(slice(max(side.start - reach, 0), side.stop + reach) for side in box)
        distance = ndimage.distance_transform_edt(instances[window] != label)
        first, second = nearest[0][window], nearest[1][window]
        np.minimum(second, np.maximum(first, distance), out=second)
        np.minimum(first, distance, out=first)
    weights += w0 * np.exp(-(nearest.sum(axis=0) ** 2) / (2 * sigma**2)) * ~foreground
    return weights.astype(np.float32)


def with_gaps(instances: np.ndarray) -> np.ndarray:
    """Return the label image with a line of background between objects that touch.

    A pixel becomes background if one of its eight neighbours belongs to another object, so the line is two pixels wide
    and connected components are separate objects.

    Args:
        instances: ``(H, W)`` label image.
    """
    from scipy import ndimage

    largest = ndimage.maximum_filter(instances, 3)
    smallest = ndimage.minimum_filter(np.where(instances > 0, instances, instances.max(initial=0) + 1), 3)
    return np.where(largest > smallest, 0, instances)
