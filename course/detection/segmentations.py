"""COCO's segmentations as masks: polygons, and run lengths, plain or compressed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

Segmentation = list[list[float]] | dict[str, Any]
NUMBERS = int, float, np.number
FRACTION_BITS = 8  # of the coordinates that OpenCV takes: in 1/256 of a pixel
FINE = 5  # OpenCV fills each pixel that an outline touches: on a finer grid that is a tenth of a pixel too much


def are_numbers(values: Sequence[Any]) -> bool:
    """Return whether all values are finite numbers, none of them a truth value.

    Example:
        >>> are_numbers([1, 2.5]), are_numbers([1, "2"]), are_numbers([float("nan")])
        (True, False, False)
    """
    kinds = set(map(type, values))
    return all(issubclass(kind, NUMBERS) and kind is not bool for kind in kinds) and math.isfinite(sum(values))


def check_segmentation(segmentation: Any, size: tuple[int, int]) -> None:
    """Return if a segmentation can be read; see :func:`mask_of`.

    Args:
        segmentation: Polygons or run lengths.
        size: Height and width of the image it belongs to.

    Raises:
        ValueError: It is no segmentation, or one of an image of another size.
    """
    if isinstance(segmentation, list):
        for polygon in segmentation:
            _check_polygon(polygon)
    elif isinstance(segmentation, dict) and {"size", "counts"} <= set(segmentation):
        height, width = size
        _check_run_lengths(segmentation["size"], segmentation["counts"], (height, width))
    else:
        raise ValueError(
            f"a segmentation is a list of polygons or has 'size' and 'counts', got {str(segmentation)[:80]}"
        )


def _check_polygon(polygon: Any) -> None:
    if not isinstance(polygon, list | tuple):
        raise ValueError(f"a list of polygons has a list of numbers for each polygon, got {str(polygon)[:80]!r} in it")
    if len(polygon) < 6 or len(polygon) % 2:
        raise ValueError(f"a polygon needs x and y of three points or more, got {len(polygon)} numbers")
    if not are_numbers(polygon):
        raise ValueError(f"a polygon has finite numbers only, got {str(polygon)[:80]}")


def _check_run_lengths(of_size: Any, counts: Any, size: tuple[int, int]) -> None:
    if not isinstance(of_size, list | tuple) or tuple(of_size) != size:
        raise ValueError(f"run lengths of {of_size} in an image of {size}, height and width")
    if isinstance(counts, list):
        if not are_numbers(counts) or any(count < 0 or count != int(count) for count in counts):
            raise ValueError(f"run lengths are whole numbers from 0, got {str(counts)[:80]}")
        if sum(counts) != size[0] * size[1]:
            raise ValueError(f"run lengths add up to {sum(counts)}, not to {size[0]} × {size[1]}")
    elif not isinstance(counts, str | bytes):
        raise ValueError(f"run lengths are a list of numbers, or compressed to a text, got {str(counts)[:80]!r}")


def mask_of(segmentation: Segmentation, old: tuple[int, int], new: tuple[int, int] | None = None) -> np.ndarray:
    """Return a segmentation as a mask.

    Args:
        segmentation: A list of polygons ``[x1, y1, x2, y2, …]`` in pixels, which may overlap; or run lengths
            ``{"size": [H, W], "counts": …}`` down the columns, background first, a list or compressed.
        old: Height and width of the image it belongs to.
        new: Height and width of the mask; the image's if left out.

    Returns:
        Bool of the shape ``new``.

    Raises:
        ValueError: It is no segmentation, or of an image of another size.
        ImportError: It is compressed, and pycocotools is not installed.
    """
    new = old if new is None else new
    check_segmentation(segmentation, old)
    if isinstance(segmentation, list):
        return _filled(segmentation, np.array([new[1] / old[1], new[0] / old[0]]), new)
    mask = _decoded(segmentation)
    return cv2.resize(mask, new[::-1], interpolation=cv2.INTER_NEAREST_EXACT).astype(bool)


def _filled(polygons: Sequence[Sequence[float]], scale: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the pixels whose middles lie in one of the polygons, or on its outline."""
    mask = np.zeros(size, bool)
    for polygon in polygons:  # one by one: OpenCV leaves out where two overlap
        points = np.reshape(polygon, (-1, 2)) * scale
        low = np.clip(np.floor(points.min(axis=0)), 0, size[::-1]).astype(int)
        high = np.clip(np.ceil(points.max(axis=0)), 0, size[::-1]).astype(int)
        if (high > low).all():
            fine = np.zeros((high - low)[::-1] * FINE, np.uint8)
            places = (points - low) * FINE - 0.5  # OpenCV counts from the middle of the first pixel
            fixed = np.round(places * (1 << FRACTION_BITS)).astype(np.int32)
            cv2.fillPoly(fine, [fixed], 1, shift=FRACTION_BITS)
            mask[low[1] : high[1], low[0] : high[0]] |= fine[FINE // 2 :: FINE, FINE // 2 :: FINE] != 0
    return mask


def _decoded(runs: dict[str, Any]) -> np.ndarray:
    if not isinstance(runs["counts"], list):
        return _decompressed(runs)
    height, width = runs["size"]
    pixels = np.repeat(np.arange(len(runs["counts"])) % 2, np.array(runs["counts"], int)).astype(np.uint8)
    return np.ascontiguousarray(pixels.reshape(width, height).T)


def _decompressed(runs: dict[str, Any]) -> np.ndarray:
    try:
        from pycocotools import mask
    except ImportError as error:
        raise ImportError("these run lengths are compressed: to read them, pip install pycocotools") from error
    return np.ascontiguousarray(mask.decode(runs))


def instance_map(
    segmentations: Sequence[Segmentation],
    areas: np.ndarray,
    old: tuple[int, int],
    new: tuple[int, int],
    frame: tuple[int, int],
) -> np.ndarray:
    """Return an image's map of instances. Of overlapping objects the smaller one is on top.

    Args:
        segmentations: One per object.
        areas: ``(objects,)`` square pixels: which object is the smaller.
        old: Height and width of the image.
        new: Height and width that the image was brought to.
        frame: Height and width of the map, in which it lies at the top left.

    Returns:
        Int32 of the shape ``frame``: ``k + 1`` on the visible pixels of object ``k``, 0 elsewhere.
    """
    framed = np.zeros(frame, "int32")
    for place in np.argsort(-np.asarray(areas), kind="stable"):
        framed[: new[0], : new[1]][mask_of(segmentations[place], old, new)] = place + 1
    return framed
