"""CIFAR-10: small photographs, 32×32 colour. Drawn shapes on photographs stand in for it where there is no network.

Each image of the stand-in is a crop of a photograph with one shape on it, filled from another photograph. The shape's
size, place, angle and slant vary, and neither colour nor brightness reveals the class: what has to be learned is the
outline.
"""

from __future__ import annotations

import functools
import pickle
import tarfile
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, Archive, ArraySpec, DataSet, StandIn, Subset, class_labels
from course.data.formats import labelled_images, read_keras_npz, read_member
from course.data.photographs import photograph

SIZE = 32  # pixels per side
EXAMPLES = {"train": 5_000, "test": 1_000}  # images of the stand-in
SUPERSAMPLING = 4  # outlines are drawn at 128×128 and averaged down, for soft edges
FIXED_POINT = 4  # fractional bits of the corners' coordinates, as cv2.fillPoly takes them
SCENES = ("astronaut", "chelsea", "coffee", "rocket", "immunohistochemistry", "hubble_deep_field")
SHRINKAGES = (1, 2, 4)  # photographs are seen at full, half and quarter size
NOISE = 4.0  # standard deviation, in grey levels
FILL_CONTRAST = 0.5  # of the photograph that fills a shape, so that its edges do not outdo the outline
TILT = np.radians(40)  # a shape is turned by at most this much, either way
BRIGHTER = 0.75  # share of shapes that are brighter than their ground

BATCHES = {"train": [f"data_batch_{number}" for number in range(1, 6)], "test": ["test_batch"]}

Contour = np.ndarray  # (corners, 2) float, x right and y down, within the unit circle


def _arc(radius: float, start: float = 0.0, stop: float = 360.0, corners: int = 40) -> Contour:
    angles = np.radians(np.linspace(start, stop, corners))
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _star(points: int, inner: float) -> Contour:
    angles = np.arange(2 * points) * np.pi / points
    radii = np.where(np.arange(2 * points) % 2, inner, 1.0)
    return radii[:, np.newaxis] * np.stack([np.sin(angles), -np.cos(angles)], axis=1)


def _heart() -> Contour:
    angle = np.linspace(0, 2 * np.pi, 40)
    across = 16 * np.sin(angle) ** 3
    up = 13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle) - np.cos(4 * angle)
    return np.stack([across, -up], axis=1) / 17


def _cross(arm: float, reach: float) -> Contour:
    quarter = np.array([(arm, arm), (arm, reach), (-arm, reach)])
    turn = np.array([(0, 1), (-1, 0)])
    return np.concatenate([quarter @ np.linalg.matrix_power(turn, quarters) for quarters in range(4)])


ARROW = np.array([(0, -1), (0.7, -0.2), (0.25, -0.2), (0.25, 0.95), (-0.25, 0.95), (-0.25, -0.2), (-0.7, -0.2)])
BOW_TIE = np.array([(-0.9, -0.6), (0, -0.12), (0.9, -0.6), (0.9, 0.6), (0, 0.12), (-0.9, 0.6)])

# Each shape is one or more closed contours; where two overlap there is a hole.
SHAPES: dict[str, tuple[Contour, ...]] = {
    "disc": (_arc(0.85),),
    "ring": (_arc(0.95), _arc(0.55)),
    "triangle": (_arc(1.0, -90, 270, corners=4),),
    "square": (_arc(1.0, 45, 405, corners=5),),
    "star": (_star(5, inner=0.42),),
    "cross": (_cross(arm=0.28, reach=0.95),),
    "crescent": (np.concatenate([_arc(1.0, 50, 310), np.add(_arc(0.766, 270, 90), (0.643, 0.0))]),),
    "heart": (_heart(),),
    "arrow": (ARROW,),
    "bow tie": (BOW_TIE,),
}


@functools.cache
def _scenes() -> tuple[np.ndarray, ...]:
    """Return each photograph at each of the sizes and in each of the eight orientations, (H, W, 3) uint8."""
    import cv2

    upright = [
        cv2.resize(photograph(name), None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        for name in SCENES
        for shrink in SHRINKAGES
    ]
    turned = [np.rot90(scene, quarters) for scene in upright for quarters in range(4)]
    return tuple(turned + [scene[:, ::-1] for scene in turned])


def _crop(rng: np.random.Generator) -> np.ndarray:
    """Cut (32, 32, 3) float32 from a scene, with the colour channels in any order."""
    scenes = _scenes()
    scene = scenes[rng.integers(len(scenes))]
    top, left = rng.integers(scene.shape[0] - SIZE + 1), rng.integers(scene.shape[1] - SIZE + 1)
    crop = scene[top : top + SIZE, left : left + SIZE]
    return crop[..., rng.permutation(3)].astype(np.float32)


def _place(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Sample how a shape lies in the image: a 2×2 matrix (angle, slant, size) and a centre, both in pixels."""
    angle = rng.uniform(-TILT, TILT)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    slant = np.array([[1.0, rng.uniform(-0.25, 0.25)], [0.0, rng.uniform(0.8, 1.0)]])
    radius = rng.uniform(10, 14)
    reach = SIZE / 2 - 0.8 * radius  # a corner may leave the image, the shape may not
    return radius * rotation @ slant, SIZE / 2 + rng.uniform(-reach, reach, size=2)


def outline(contours: tuple[Contour, ...], matrix: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Draw a shape with soft edges.

    Args:
        contours: Closed contours within the unit circle, each (corners, 2).
        matrix: 2×2, from the unit circle to pixels.
        centre: (x, y) in pixels.

    Returns:
        (32, 32, 1) float32: the share of each pixel that the shape covers, 0 to 1.
    """
    import cv2

    unit = SUPERSAMPLING * 2**FIXED_POINT
    corners = [np.rint((contour @ matrix.T + centre) * unit).astype(np.int32) for contour in contours]
    canvas = np.zeros((SIZE * SUPERSAMPLING, SIZE * SUPERSAMPLING), np.uint8)
    cv2.fillPoly(canvas, corners, 255, shift=FIXED_POINT)
    return cv2.resize(canvas, (SIZE, SIZE), interpolation=cv2.INTER_AREA)[..., np.newaxis] / np.float32(255)


def _draw(contours: tuple[Contour, ...], rng: np.random.Generator) -> np.ndarray:
    """Draw one image, (32, 32, 3) float32 around 0 to 255: a shape from one photograph on a crop of another."""
    ground, fill = _crop(rng), _crop(rng)
    step = rng.uniform(40, 100) * (1 if rng.random() < BRIGHTER else -1)  # grey levels between shape and ground
    if not 0 <= ground.mean() + step <= 255:
        step = -step  # there is no darker than black
    fill = FILL_CONTRAST * (fill - fill.mean()) + ground.mean() + step
    cover = outline(contours, *_place(rng))
    noise = NOISE * rng.standard_normal((SIZE, SIZE, 3), dtype=np.float32)
    return ground + cover * (fill - ground) + noise


def shapes_on_photographs(split: str) -> dict[str, np.ndarray]:
    """Return a split of ten drawn shapes on scikit-image's photographs.

    The classes are :data:`SHAPES`, not CIFAR-10's; they take turns, so any stretch of a split is balanced.

    Args:
        split: ``"train"`` (5,000 images) or ``"test"`` (1,000 images).

    Returns:
        ``images`` (N, 32, 32, 3) uint8 RGB and ``labels`` (N,) int64. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    labels = np.arange(EXAMPLES[split]) % len(SHAPES)
    contours = list(SHAPES.values())
    images = np.stack([_draw(contours[label], rng) for label in labels])
    return {"images": np.clip(np.rint(images), 0, 255).astype(np.uint8), "labels": labels}


def read_cifar10(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of CIFAR-10 from the publisher's archive of pickled batches.

    A pickle can run code. These are only opened after the archive's SHA-256 was verified.

    Returns:
        ``images`` (N, 32, 32, 3) uint8 and ``labels`` (N,) int64; N is 50,000 (train) or 10,000 (test).
    """
    images, labels = [], []
    with tarfile.open(folder / "cifar-10-python.tar.gz") as archive:
        for name in BATCHES[split]:
            batch = pickle.loads(read_member(archive, f"cifar-10-batches-py/{name}"), encoding="bytes")
            images.append(batch[b"data"].reshape(-1, 3, 32, 32))
            labels.append(batch[b"labels"])
    return labelled_images(np.concatenate(images).transpose(0, 2, 3, 1), np.concatenate(labels))


CIFAR10 = DataSet(
    name="cifar10",
    title="CIFAR-10",
    arrays={
        "images": ArraySpec((None, 32, 32, 3), "uint8", "RGB, 0 to 255"),
        "labels": class_labels(10),
    },
    class_names=(
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
    licence="none stated by the publisher",
    citation="Krizhevsky: Learning multiple layers of features from tiny images, 2009",
    homepage="https://www.cs.toronto.edu/~kriz/cifar.html",
    splits={"train": 50_000, "test": 10_000},
    archives=(
        Archive(
            url="https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            size=170_498_071,
            filename="cifar-10-python.tar.gz",
        ),
    ),
    read=read_cifar10,
    stand_in=StandIn(
        shapes_on_photographs,
        "6,000 drawn shapes on scikit-image's photographs (not CIFAR-10)",
        class_names=tuple(SHAPES),
    ),
    subset=Subset(
        filename="cifar10_subset.npz",
        read=read_keras_npz,
        what="5,000 + 1,000 images of CIFAR-10 that went through JPEG once",
    ),
)
