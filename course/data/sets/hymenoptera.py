"""Ants and bees, 224×224 colour. Crops of two photographs stand in for them where there are no files.

The two splits of the stand-in are cut from different parts of each photograph and share no pixel. It shows that a lab's
code runs and says nothing about how hard real photographs are.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, ArraySpec, DataSet, StandIn, Subset, class_labels
from course.data.formats import labelled_images
from course.data.photographs import photograph

SHORT_SIDE = 256  # pixels to which a photograph's short side is brought
SIZE = 224  # pixels per side of its middle, which is kept
CLASSES = ("ants", "bees")
FOLDERS = {"train": "train", "test": "val"}

SIDES = (110, 160)  # pixels of the photograph that a crop covers, smallest and largest
TEST_PART = 0.4  # share of each photograph's width, at its right, that only the test split sees
EXAMPLES = {"train": 240, "test": 150}  # images of the stand-in, about as many as there are ants and bees

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


def read_ants_and_bees(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the ants and bees from one zip; the two classes take turns as long as both last.

    A photograph's short side is brought to 256 pixels, and the 224 × 224 in its middle are kept.

    Args:
        path: The archive as its publisher lays it out, photographs of any size.
        split: ``"train"``, or ``"test"`` for the publisher's ``val``.

    Returns:
        ``images`` (N, 224, 224, 3) uint8 RGB and ``labels`` (N,) int64, 0 for an ant, 1 for a bee.
    """
    with zipfile.ZipFile(path) as archive:
        folders = [f"hymenoptera_data/{FOLDERS[split]}/{name}/" for name in CLASSES]
        names = sorted(name for name in archive.namelist() if name.lower().endswith(".jpg"))
        rows = [
            (number, label, name)
            for label, folder in enumerate(folders)
            for number, name in enumerate(name for name in names if name.startswith(folder))
        ]
        if not rows:
            raise ValueError(f"no .jpg in {folders[0]}")
        rows.sort()
        images = np.stack([_middle(archive.read(name)) for *_, name in rows])
    return labelled_images(images, np.array([label for _, label, _ in rows]))


def _middle(content: bytes) -> np.ndarray:
    """Decode a photograph and return its middle, (224, 224, 3) uint8."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as file:
        photo = file.convert("RGB")
    scale = SHORT_SIDE / min(photo.size)
    width, height = photo.size
    photo = photo.resize((round(width * scale), round(height * scale)), Image.Resampling.BILINEAR)
    left, top = ((side - SIZE) // 2 for side in photo.size)
    return np.asarray(photo.crop((left, top, left + SIZE, top + SIZE)))


HYMENOPTERA = DataSet(
    name="hymenoptera",
    title="Ants and bees",
    arrays={
        "images": ArraySpec((None, SIZE, SIZE, 3), "uint8", "RGB, 0 to 255"),
        "labels": class_labels(2),
    },
    class_names=CLASSES,
    licence="none stated by the publisher",
    citation="Chilamkurthy: Transfer learning for computer vision, PyTorch tutorials; photographs from ImageNet",
    homepage="https://pytorch.org/tutorials/beginner/transfer_learning_tutorial.html",
    splits={"train": 244, "test": 153},
    stand_in=StandIn(
        photograph_crops,
        "390 crops of two of scikit-image's photographs (not Ants and bees)",
        class_names=tuple(SCENES),
    ),
    subset=Subset(
        filename="hymenoptera_data.zip",
        read=read_ants_and_bees,
        what="Photographs of ants and bees",
    ),
    by_hand="put https://download.pytorch.org/tutorial/hymenoptera_data.zip into the folder that COURSE_MIRROR names",
)
