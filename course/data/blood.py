"""Drawn cells: a detection task of three kinds of discs that stands in for blood cells where there is no network.

Many pale discs with a bright middle lie on a mottled ground and overlap; among them is a large dark one with a lobed
core, or none, and a few specks. Each kind has an outline of its own, and none is told by its place.
"""

from __future__ import annotations

import numpy as np

from course.data.photographs import SEEDS

HEIGHT, WIDTH = 480, 640  # pixels, as BCCD's
CELLS = ("pale disc", "lobed disc", "speck")
RADII = (38, 54), (62, 88), (12, 19)  # pixels, smallest and largest of each kind
COUNTS = (6, 17), (0, 2), (0, 3)  # objects of each kind, the last number excluded
EXAMPLES = {"train": 205, "validation": 87, "test": 72}  # as many as BCCD has
SLOTS = 20
GROUND = np.array([222, 205, 200])
INKS = np.array([(205, 160, 165), (140, 110, 190), (150, 115, 175)])


def _outline(radius: float, rng: np.random.Generator) -> np.ndarray:
    """Return a wobbling closed curve about the origin, (60, 2) float, x and y in pixels."""
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    wobble = sum(rng.normal(0, 0.03) * np.cos(wave * angle + rng.uniform(0, 6.3)) for wave in (2, 3, 4))
    return radius * (1 + wobble)[:, np.newaxis] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _paint(image: np.ndarray, contour: np.ndarray, colour: np.ndarray, strength: float) -> None:
    """Blend a colour into the inside of a closed curve."""
    import cv2

    first = np.maximum(np.floor(contour.min(axis=0)).astype(int) - 2, 0)  # a window with a margin: the rest stays
    last = np.ceil(contour.max(axis=0)).astype(int) + 3
    window = image[first[1] : max(last[1], 0), first[0] : max(last[0], 0)]
    if not window.size:
        return
    cover = np.zeros(window.shape[:2], np.uint8)
    cv2.fillPoly(
        cover, [np.rint(contour * 16).astype(np.int32) - 16 * first.astype(np.int32)], 255, cv2.LINE_AA, shift=4
    )
    window += strength * (cover[..., np.newaxis] / np.float32(255)) * (colour - window)


def _cell(image: np.ndarray, kind: int, rng: np.random.Generator) -> np.ndarray:
    """Draw one cell and return its box, clipped to the image, (4,) xyxy."""
    radius = rng.uniform(*RADII[kind])
    centre = rng.uniform(0, [WIDTH, HEIGHT])
    contour = _outline(radius, rng) + centre
    ink = INKS[kind] + rng.normal(0, 6, 3)
    _paint(image, contour, ink, 0.75)
    if kind == 0:
        _paint(image, 0.5 * (contour - centre) + centre, GROUND, 0.5)
    if kind == 1:
        for lobe in rng.uniform(-0.35, 0.35, (3, 2)) * radius:
            _paint(image, _outline(0.4 * radius, rng) + centre + lobe, ink * 0.6, 0.8)
    corners = np.concatenate([contour.min(axis=0), contour.max(axis=0)])
    return np.clip(corners, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])


def _draw(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return an image, its boxes (20, 4) and its labels (20,)."""
    import cv2

    mottle = cv2.resize(
        rng.normal(0, 6, (12, 16, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    image = (GROUND + mottle).astype(np.float32)
    boxes, labels = np.zeros((SLOTS, 4), np.float32), np.full(SLOTS, -1, np.int64)
    kinds = np.repeat(np.arange(3), [rng.integers(*count) for count in COUNTS])
    for slot, kind in enumerate(kinds):
        boxes[slot], labels[slot] = _cell(image, kind, rng), kind
    image = cv2.GaussianBlur(image, (0, 0), 1.2) + rng.normal(0, 3, image.shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8), boxes, labels


def drawn_cells(split: str) -> dict[str, np.ndarray]:
    """Return a split of drawn cells; the classes are :data:`CELLS`, not BCCD's.

    Args:
        split: ``"train"`` (205 images), ``"validation"`` (87) or ``"test"`` (72).

    Returns:
        ``images`` (N, 480, 640, 3) uint8 RGB, ``boxes`` (N, 20, 4) float32 xyxy in pixels, zeros in empty slots, and
        ``labels`` (N, 20) int64, -1 in empty slots. The same in every call.
    """
    rng = np.random.default_rng((SEEDS.get(split, 3), HEIGHT))
    images, boxes, labels = zip(*(_draw(rng) for _ in range(EXAMPLES[split])))
    return {"images": np.stack(images), "boxes": np.stack(boxes), "labels": np.stack(labels)}
