"""BCCD: blood cells to detect, 480×640 colour. Drawn discs of three kinds stand in for them where there is no network.

In the stand-in many pale discs with a bright middle lie on a mottled ground and overlap; among them is a large dark one
with a lobed core, or none, and a few specks. Each kind has an outline of its own, and none can be recognised by its
place.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, Archive, DataSet, StandIn, Subset, detection_arrays
from course.data.formats import read_picture
from course.data.voc import parse_voc

HEIGHT, WIDTH = 480, 640  # pixels
CLASSES = ("RBC", "WBC", "Platelets")

DRAWN_CLASSES = ("pale disc", "lobed disc", "speck")
RADII = (38, 54), (62, 88), (12, 19)  # pixels, smallest and largest of each kind
COUNTS = (6, 17), (0, 2), (0, 3)  # objects of each kind, the last number excluded
EXAMPLES = {"train": 205, "validation": 87, "test": 72}  # as many as BCCD has
SLOTS = 20  # places for objects in a drawn image
GROUND = np.array([222, 205, 200])
INKS = np.array([(205, 160, 165), (140, 110, 190), (150, 115, 175)])


def _outline(radius: float, rng: np.random.Generator) -> np.ndarray:
    """Return a wobbling closed curve about the origin, (60, 2) float, x and y in pixels."""
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    waves = [rng.normal(0, 0.03) * np.cos(wave * angle + rng.uniform(0, 6.3)) for wave in (2, 3, 4)]
    wobble = np.sum(waves, axis=0)
    return radius * (1 + wobble)[:, np.newaxis] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _paint(image: np.ndarray, contour: np.ndarray, colour: np.ndarray, strength: float) -> None:
    """Blend a colour into the inside of a closed curve, in place."""
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
    for slot, kind in enumerate(kinds.tolist()):
        boxes[slot], labels[slot] = _cell(image, kind, rng), kind
    noisy = cv2.GaussianBlur(image, (0, 0), 1.2) + rng.normal(0, 3, image.shape)
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8), boxes, labels


def drawn_cells(split: str) -> dict[str, np.ndarray]:
    """Return a split of drawn cells; the classes are :data:`DRAWN_CLASSES`, not BCCD's.

    Args:
        split: ``"train"`` (205 images), ``"validation"`` (87) or ``"test"`` (72).

    Returns:
        ``images`` (N, 480, 640, 3) uint8 RGB, ``boxes`` (N, 20, 4) float32 xyxy in pixels, zeros in empty slots, and
        ``labels`` (N, 20) int64, -1 in empty slots. The same in every call.
    """
    rng = np.random.default_rng((SEEDS[split], HEIGHT))
    images, boxes, labels = zip(*(_draw(rng) for _ in range(EXAMPLES[split])))
    return {"images": np.stack(images), "boxes": np.stack(boxes), "labels": np.stack(labels)}


def read_blood_cells(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD from the publisher's source archive; see :func:`_blood_cells`."""
    with zipfile.ZipFile(folder / "BCCD_Dataset-1.0.zip") as archive:
        return _blood_cells(archive, "BCCD_Dataset-1.0/BCCD/", split)


def read_blood_cells_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD from a zip of its ``BCCD`` folder; see :func:`_blood_cells`."""
    with zipfile.ZipFile(path) as archive:
        return _blood_cells(archive, "BCCD/", split)


def _blood_cells(archive: zipfile.ZipFile, root: str, split: str) -> dict[str, np.ndarray]:
    """Read a split of BCCD, laid out as Pascal VOC, in the order of the publisher's list.

    Two of its 4,888 boxes have no area, and are left out. The publisher counts pixels from 1 in places and from 0 in
    others; boxes are kept as they are written and clipped to the image.

    Returns:
        ``images`` (N, 480, 640, 3) uint8 RGB; ``boxes`` (N, slots, 4) float32 xyxy in pixels and ``labels`` (N, slots)
        int64, a place in :data:`CLASSES`, with zeros and -1 in empty slots. The fullest image has no empty one.
    """
    part = {"validation": "val"}.get(split, split)
    names = archive.read(f"{root}ImageSets/Main/{part}.txt").decode().split()
    images, objects = [], []
    for name in names:
        images.append(read_picture(archive, f"{root}JPEGImages/{name}.jpg", "RGB"))
        objects.append(_voc_objects(archive.read(f"{root}Annotations/{name}.xml")))
    slots = max(len(of_image) for of_image in objects)
    boxes = np.zeros((len(names), slots, 4), np.float32)
    labels = np.full((len(names), slots), -1, np.int64)
    for number, of_image in enumerate(objects):
        for slot, (label, box) in enumerate(of_image):
            boxes[number, slot], labels[number, slot] = box, label
    return {"images": np.stack(images), "boxes": boxes, "labels": labels}


def _voc_objects(annotation: bytes) -> list[tuple[int, np.ndarray]]:
    """Return the class and box of each object in one of Pascal VOC's files; those without area are left out."""
    objects = []
    for found in parse_voc(annotation).objects:
        box = np.clip(found.corners, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])
        if (box[2:] > box[:2]).all():
            objects.append((CLASSES.index(found.name), box))
    return objects


BLOOD_CELLS = DataSet(
    name="blood_cells",
    title="BCCD",
    arrays=detection_arrays(None, (HEIGHT, WIDTH)),
    class_names=CLASSES,
    licence="MIT",
    citation="Shenggan: BCCD Dataset, blood cell count and detection, version 1.0",
    homepage="https://github.com/Shenggan/BCCD_Dataset",
    splits={"train": 205, "validation": 87, "test": 72},
    archives=(
        Archive(  # as TensorFlow Datasets pins it for `bccd`
            url="https://github.com/Shenggan/BCCD_Dataset/archive/v1.0.zip",
            sha256="97af5cc16d14d293fcb3c82a8f66e49b0339a8d0abd8e9508e0feeb4911caa1f",
            size=7_875_205,
            filename="BCCD_Dataset-1.0.zip",
        ),
    ),
    read=read_blood_cells,
    stand_in=StandIn(drawn_cells, "364 drawn images of discs among discs (not BCCD)", class_names=DRAWN_CLASSES),
    subset=Subset(filename="bccd.zip", read=read_blood_cells_subset, what="364 images of blood cells"),
)
