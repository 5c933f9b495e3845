"""Small images with rectangles to find, and slow, obvious references."""

from __future__ import annotations

import numpy as np
import pytest

from course.detection.examples import pad_targets

COLOURS = np.array([(230, 60, 60), (60, 220, 90), (70, 90, 240)])


def random_boxes(rng: np.random.Generator, shape: tuple[int, ...], extent: float = 100.0) -> np.ndarray:
    """Return ``(*shape, 4)`` float32 boxes with sides of 1 to 40, partly outside ``0 … extent``."""
    corner = rng.uniform(-10, extent, (*shape, 2))
    return np.concatenate([corner, corner + rng.uniform(1, 40, (*shape, 2))], axis=-1).astype("float32")


def coloured_rectangles(
    rng: np.random.Generator, count: int, size: tuple[int, int] = (64, 64), objects: tuple[int, int] = (1, 3)
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return images of noise with rectangles whose colour is their class, and the targets."""
    images = rng.integers(90, 130, (count, *size, 3))
    boxes, labels, instances = [], [], np.zeros((count, *size), "int32")
    for image in range(count):
        of_image = []
        for _ in range(rng.integers(objects[0], objects[1] + 1)):
            width, height = rng.integers(12, 29, 2)
            x, y = rng.integers(0, size[1] - width), rng.integers(0, size[0] - height)
            if not instances[image, y : y + height, x : x + width].any():
                label = int(rng.integers(3))
                of_image.append(([x, y, x + width, y + height], label))
                images[image, y : y + height, x : x + width] = COLOURS[label]
                instances[image, y : y + height, x : x + width] = len(of_image)
        boxes.append(np.array([box for box, _ in of_image], "float32"))
        labels.append(np.array([label for _, label in of_image], int))
    return images.astype("uint8"), pad_targets(boxes, labels, instances, slots=3)


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers, the same in every run."""
    return np.random.default_rng(7)
