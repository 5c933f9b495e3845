"""Small images with shapes to find, and random boxes."""

from __future__ import annotations

import numpy as np
import pytest

from course.detection.boxes import boxes_of_masks
from course.detection.examples import pad_targets
from course.detection.masks import masks_of_instances

COLOURS = np.array([(230, 60, 60), (60, 220, 90), (70, 90, 240)])


def random_boxes(rng: np.random.Generator, shape: tuple[int, ...], extent: float = 100.0) -> np.ndarray:
    """Return ``(*shape, 4)`` float32 boxes with sides of 1 to 40, partly outside ``0 … extent``."""
    corner = rng.uniform(-10, extent, (*shape, 2))
    return np.concatenate([corner, corner + rng.uniform(1, 40, (*shape, 2))], axis=-1).astype("float32")


def shape_mask(label: int, height: int, width: int) -> np.ndarray:
    """Return a rectangle (0), an ellipse (1) or a diamond (2) that fills its box, (height, width) bool."""
    y = np.abs((np.arange(height) + 0.5) / height * 2 - 1)[:, None]
    x = np.abs((np.arange(width) + 0.5) / width * 2 - 1)[None]
    return (np.maximum(x, y) < 1, x**2 + y**2 <= 1.01, x + y <= 1.08)[label] | ((x < 2 / width) & (y < 2 / height))


def coloured_shapes(
    rng: np.random.Generator, count: int, size: tuple[int, int] = (64, 64), objects: tuple[int, int] = (1, 3)
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return images of noise with shapes whose colour and form are their class, and the targets with three slots."""
    images = rng.integers(90, 130, (count, *size, 3))
    boxes, labels, instances = [], [], np.zeros((count, *size), "int32")
    for image in range(count):
        of_image = []
        for _ in range(rng.integers(objects[0], objects[1] + 1)):
            width, height = rng.integers(14, 29, 2)
            x, y = rng.integers(0, size[1] - width), rng.integers(0, size[0] - height)
            if not instances[image, y : y + height, x : x + width].any():
                label = int(rng.integers(3))
                of_image.append(label)
                mask = shape_mask(label, height, width)
                images[image, y : y + height, x : x + width][mask] = COLOURS[label]
                instances[image, y : y + height, x : x + width][mask] = len(of_image)
        masks = masks_of_instances(instances[image], len(of_image))
        boxes.append(boxes_of_masks(masks))
        labels.append(np.array(of_image, int))
    return images.astype("uint8"), pad_targets(boxes, labels, instances, slots=3)


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers, the same in every run."""
    return np.random.default_rng(7)
