"""Crops of two photographs: a 224×224 colour task that stands in for ants and bees where there are no files.

The two splits are cut from different parts of each photograph and share no pixel. It shows that a lab's code runs and
says nothing about how hard real photographs are.
"""

from __future__ import annotations

import numpy as np

from course.data.photographs import SEEDS, photograph

SIZE = 224  # pixels a side
SIDES = (110, 160)  # pixels of the photograph that a crop covers, smallest and largest
TEST_PART = 0.4  # share of each photograph's width, at its right, that only the test split sees
EXAMPLES = {"train": 240, "test": 150}  # about as many as there are ants and bees

# Class name → the photograph in skimage.data it is cut from.
SCENES = {"cat": "chelsea", "coffee": "coffee"}


def _part(name: str, split: str) -> np.ndarray:
    """Return the part of a photograph that belongs to a split, (H, W, 3) uint8."""
    image = photograph(name)
    border = round(image.shape[1] * (1 - TEST_PART))
    return image[:, border:] if split == "test" else image[:, :border]


def _crop(scene: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut one square, mirrored half the time, and bring it to (224, 224, 3) uint8."""
    import cv2

    side = int(rng.integers(SIDES[0], SIDES[1] + 1))
    top, left = (int(rng.integers(length - side + 1)) for length in scene.shape[:2])
    square = scene[top : top + side, left : left + side][:, :: rng.choice([-1, 1])]
    return cv2.resize(np.ascontiguousarray(square), (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)


def photograph_crops(split: str) -> dict[str, np.ndarray]:
    """Return a split of crops from two of scikit-image's photographs; the classes are :data:`SCENES` and take turns.

    Args:
        split: ``"train"`` (240 images) or ``"test"`` (150 images).

    Returns:
        ``images`` (N, 224, 224, 3) uint8 RGB and ``labels`` (N,) int64. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    scenes = [_part(name, split) for name in SCENES.values()]
    labels = np.arange(EXAMPLES[split]) % len(scenes)
    images = np.stack([_crop(scenes[label], rng) for label in labels])
    return {"images": images, "labels": labels.astype(np.int64)}
