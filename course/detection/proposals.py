"""Selective search: regions that may be objects, by merging similar neighbours until one is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COLOUR_BINS = 25  # per channel
TEXTURE_BINS = 10  # per channel and direction
DIRECTIONS = 8


@dataclass
class Region:
    """A part of the image, described so that the description of a union follows from those of its parts.

    Attributes:
        size: Pixels.
        box: xyxy in pixels.
        colour: Histogram of all channels, sum 1.
        texture: Histogram of the gradients' strengths in each channel and direction, sum 1.
    """

    size: int
    box: tuple[int, int, int, int]
    colour: np.ndarray
    texture: np.ndarray

    def merged(self, other: Region) -> Region:
        """Return the union of two regions."""
        size = self.size + other.size
        return Region(
            size,
            _around(self.box, other.box),
            (self.size * self.colour + other.size * other.colour) / size,
            (self.size * self.texture + other.size * other.texture) / size,
        )


def _around(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def colour_similarity(first: Region, second: Region) -> float:
    """Return what the colour histograms share, 0 to 1."""
    return float(np.minimum(first.colour, second.colour).sum())


def texture_similarity(first: Region, second: Region) -> float:
    """Return what the texture histograms share, 0 to 1."""
    return float(np.minimum(first.texture, second.texture).sum())


def size_similarity(first: Region, second: Region, image_size: int) -> float:
    """Return 1 minus the share of the image that both cover: small regions merge first."""
    return 1 - (first.size + second.size) / image_size


def fill_similarity(first: Region, second: Region, image_size: int) -> float:
    """Return 1 minus the share of the image that the box around both leaves empty: what fits together merges first."""
    x1, y1, x2, y2 = _around(first.box, second.box)
    return 1 - ((x2 - x1) * (y2 - y1) - first.size - second.size) / image_size


def similarity(first: Region, second: Region, image_size: int) -> float:
    """Return the sum of the four similarities, at most 4.

    Reference:
        Uijlings et al., Selective Search for Object Recognition, 2013, section 3.2.
    """
    return (
        colour_similarity(first, second)
        + texture_similarity(first, second)
        + size_similarity(first, second, image_size)
        + fill_similarity(first, second, image_size)
    )


def segment(image: np.ndarray, scale: float = 100.0, sigma: float = 0.8, smallest: int = 20) -> np.ndarray:
    """Return Felzenszwalb's segments, by scikit-image: ``(H, W, 3)`` uint8 → ``(H, W)`` int labels from 0.

    Args:
        image: RGB.
        scale: Larger segments for larger values.
        sigma: Blur before, in pixels.
        smallest: Pixels of the smallest segment.
    """
    from skimage.segmentation import felzenszwalb

    return felzenszwalb(image, scale=scale, sigma=sigma, min_size=smallest)


def describe(image: np.ndarray, labels: np.ndarray) -> list[Region]:
    """Return the region of each label.

    Args:
        image: ``(H, W, 3)`` uint8 RGB.
        labels: ``(H, W)`` int from 0, none left out.
    """
    from scipy import ndimage

    count = int(labels.max()) + 1
    sizes = np.bincount(labels.ravel(), minlength=count)
    colour = _histograms(image, labels, count, COLOUR_BINS, 256)
    values = image.astype(np.float32)
    across, down = (ndimage.gaussian_filter(values, (1, 1, 0), order=order) for order in ((0, 1, 0), (1, 0, 0)))
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    by_angle = [np.maximum(np.cos(angle) * across + np.sin(angle) * down, 0) for angle in angles]
    strengths = np.concatenate(by_angle, axis=2)  # [H, W, 3 · directions]
    texture = _histograms(strengths, labels, count, TEXTURE_BINS, max(float(strengths.max()), 1e-6) * (1 + 1e-6))
    boxes = [
        (place[1].start, place[0].start, place[1].stop, place[0].stop) for place in ndimage.find_objects(labels + 1)
    ]
    return [Region(int(size), box, *rest) for size, box, *rest in zip(sizes, boxes, colour, texture)]


def _histograms(values: np.ndarray, labels: np.ndarray, count: int, bins: int, limit: float) -> np.ndarray:
    """Return a histogram of each label over all channels, ``(count, channels * bins)``, each row of sum 1."""
    channels = values.shape[2]
    place = (values * (bins / limit)).astype(np.int64) + np.arange(channels) * bins
    place += labels[..., np.newaxis] * (channels * bins)
    counts = np.bincount(place.ravel(), minlength=count * channels * bins).reshape(count, -1)
    return counts / counts.sum(axis=1, keepdims=True)


def neighbours(labels: np.ndarray) -> set[tuple[int, int]]:
    """Return the pairs of labels that share a side of a pixel, the smaller label first.

    Example:
        >>> sorted(neighbours(np.array([[0, 1], [0, 2]])))
        [(0, 1), (0, 2), (1, 2)]
    """
    touching = [
        np.stack([first.ravel(), second.ravel()])
        for first, second in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:]))
    ]
    pairs = np.sort(np.concatenate(touching, axis=1), axis=0)
    return {(int(first), int(second)) for first, second in np.unique(pairs, axis=1).T if first != second}


def merge_regions(regions: list[Region], touching: set[tuple[int, int]], image_size: int) -> list[Region]:
    """Merge the two most similar neighbours again and again, until no two touch.

    Args:
        regions: The regions at the start.
        touching: Pairs of places in ``regions``.
        image_size: Pixels of the image.

    Returns:
        ``regions``, and then each union in the order in which it arose.
    """
    regions = list(regions)
    pairs = {pair: similarity(regions[pair[0]], regions[pair[1]], image_size) for pair in sorted(touching)}
    while pairs:
        first, second = max(pairs, key=pairs.__getitem__)
        new = len(regions)
        regions.append(regions[first].merged(regions[second]))
        gone = [pair for pair in pairs if first in pair or second in pair]
        others = {place for pair in gone for place in pair} - {first, second}
        for pair in gone:
            del pairs[pair]
        for other in sorted(others):
            pairs[other, new] = similarity(regions[other], regions[new], image_size)
    return regions


def selective_search(
    image: np.ndarray, scale: float = 100.0, sigma: float = 0.8, smallest: int = 20, at_least: int = 20
) -> np.ndarray:
    """Return boxes around the regions of all stages of merging, largest stage first.

    Args:
        image: ``(H, W, 3)`` uint8 RGB.
        scale: See :func:`segment`.
        sigma: See :func:`segment`.
        smallest: See :func:`segment`.
        at_least: Pixels of the smallest region to return.

    Returns:
        ``(N, 4)`` float32 xyxy in pixels, each box once. The whole image comes first.

    Raises:
        ValueError: The image is not RGB of uint8.
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"selective search takes (H, W, 3) uint8, got {image.shape} {image.dtype}")
    labels = segment(image, scale, sigma, smallest)
    regions = merge_regions(describe(image, labels), neighbours(labels), labels.size)
    boxes = dict.fromkeys(region.box for region in reversed(regions) if region.size >= at_least)
    return np.array(list(boxes), "float32").reshape(-1, 4)


def recall(boxes: np.ndarray, objects: np.ndarray, iou_threshold: float = 0.5) -> np.ndarray:
    """Return the share of objects that the first 1, 2, … boxes find.

    Args:
        boxes: ``(N, 4)`` proposals, best first.
        objects: ``(M, 4)`` objects.
        iou_threshold: IoU from which on an object counts as found.

    Returns:
        ``(N,)`` float that never falls; NaN if there are no objects.

    Example:
        >>> recall([[0, 0, 9, 9], [20, 20, 29, 29]], [[0, 0, 9, 9], [20, 20, 29, 28]]).tolist()
        [0.5, 1.0]
    """
    from course.detection.coco_ap import box_iou

    if not len(objects):
        return np.full(len(boxes), np.nan)
    found = box_iou(boxes, objects) >= iou_threshold
    return np.logical_or.accumulate(found, axis=0).mean(axis=1)
