"""Data sets in folders, as COCO and Pascal VOC lay them out: everything but the pixels, in one form.

An index is read once and held in memory: where each image is, how large, and what is in it. Images are opened when a
batch needs them; see :mod:`course.detection.folder_batches`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from course.data.voc import VocAnnotation, parse_voc
from course.detection.coco_fields import check_coco
from course.detection.segmentations import Segmentation

VOC_CLASSES = (
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "pottedplant",
    "sheep",
    "sofa",
    "train",
    "tvmonitor",
)


SUFFIXES = tuple(case(suffix) for suffix in (".jpg", ".jpeg", ".png") for case in (str.lower, str.upper))


@dataclass(frozen=True)
class ImageFile:
    """An image on disk and the objects in it.

    Attributes:
        path: The file.
        size: Height and width.
        boxes: ``(objects, 4)`` float32 xyxy in pixels.
        labels: ``(objects,)`` int32 from 0.
        crowd: ``(objects,)`` bool: not learned, and neither right nor wrong if found.
        areas: ``(objects,)`` float64 square pixels, which decide what COCO calls small and large.
        segmentations: One per object; see :mod:`course.detection.segmentations`. None where there is only a box.
    """

    path: Path
    size: tuple[int, int]
    boxes: np.ndarray
    labels: np.ndarray
    crowd: np.ndarray
    areas: np.ndarray
    segmentations: tuple[Segmentation | None, ...]


@dataclass(frozen=True)
class Index:
    """The images of a data set. ``first + second`` puts two together, such as VOC 2007 and 2012.

    Attributes:
        images: One entry per image.
        class_names: Names of the labels 0, 1, ….
    """

    images: tuple[ImageFile, ...] = field(repr=False)
    class_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.images)

    def __add__(self, other: Index) -> Index:
        if self.class_names != other.class_names:
            raise ValueError(
                f"two data sets go together if their classes are the same, got {self.class_names} and "
                f"{other.class_names}: read the second with class_names of the first"
            )
        return Index(self.images + other.images, self.class_names)

    @property
    def fullest(self) -> int:
        """The largest number of objects in an image, crowds not counted."""
        return max((int((~image.crowd).sum()) for image in self.images), default=0)

    @property
    def has_masks(self) -> bool:
        """Whether each object to learn has a segmentation."""
        return all(
            crowd or segmentation is not None
            for image in self.images
            for crowd, segmentation in zip(image.crowd, image.segmentations)
        )


def read_coco(annotations: str | Path, images: str | Path, class_names: Sequence[str] | None = None) -> Index:
    """Read a data set in COCO's layout: one JSON file and a folder of images.

    Ids of categories may have holes: labels are 0 … C - 1 in the order of the ids. ``bbox`` is x, y, width, height from
    the image's corner. An annotation with ``iscrowd`` becomes a crowd.

    Args:
        annotations: The file, such as ``instances_train2017.json``.
        images: The folder that its ``file_name`` start from.
        class_names: Labels by the categories' names instead, in this order, as another index has them.

    Raises:
        FileNotFoundError: The file, or an image that it names, is not there.
        ValueError: The file is not in COCO's layout; the message names the entry and the field, see
            :mod:`course.detection.coco_fields`.
    """
    path = _existing(Path(annotations))
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path} is no JSON: {error}") from error
    try:
        check_coco(content)
        return _coco_index(content, Path(images), class_names)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _coco_index(content: dict[str, Any], folder: Path, class_names: Sequence[str] | None) -> Index:
    names = {category["id"]: category["name"] for category in sorted(content["categories"], key=lambda one: one["id"])}
    class_names = tuple(names.values()) if class_names is None else tuple(class_names)
    label_of = {id_: _label(name, class_names) for id_, name in names.items()}
    objects: dict[Any, list[dict]] = defaultdict(list)
    for annotation in content["annotations"]:
        objects[annotation["image_id"]].append(annotation)
    images = tuple(_coco_image(image, objects[image["id"]], folder, label_of) for image in content["images"])
    _require_files(image.path for image in images)
    return Index(images, class_names)


def _coco_image(image: dict[str, Any], objects: list[dict], folder: Path, label_of: dict[int, int]) -> ImageFile:
    corners = np.array([one["bbox"] for one in objects], "float64").reshape(-1, 4)
    return ImageFile(
        folder / image["file_name"],
        (int(image["height"]), int(image["width"])),
        np.concatenate([corners[:, :2], corners[:, :2] + corners[:, 2:]], axis=1).astype("float32"),
        np.array([label_of[one["category_id"]] for one in objects], "int32"),
        np.array([bool(one.get("iscrowd", 0)) for one in objects], bool),
        np.array([one.get("area", one["bbox"][2] * one["bbox"][3]) for one in objects], "float64"),
        tuple(one.get("segmentation") or None for one in objects),
    )


def read_voc(root: str | Path, part: str, class_names: Sequence[str] | None = VOC_CLASSES) -> Index:
    """Read a data set in Pascal VOC's layout: ``ImageSets/Main``, ``Annotations`` and ``JPEGImages`` in one folder.

    VOC counts pixels from 1, and its last column and row belong to the object: ``x1`` is ``xmin - 1``, ``x2`` is
    ``xmax``; both are clipped to the image. What is ``difficult`` becomes a crowd. There are boxes only. Images may be
    JPEG or PNG files, with the usual suffixes in small or capital letters.

    Args:
        root: The folder, such as ``VOCdevkit/VOC2012``.
        part: The name of a list in ``ImageSets/Main``, such as ``"trainval"``.
        class_names: The classes, in the order of their labels; None for those that are found, by name.

    Raises:
        FileNotFoundError: The list, or an annotation or image that it names, is not there.
        ValueError: The list is empty, a file is not in VOC's layout, a box is turned inside out or not finite, or an
            object's class is not among the classes.
    """
    root = Path(root)
    path = _existing(root / f"ImageSets/Main/{part}.txt")
    stems = [_stem(line) for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    if not stems:
        raise ValueError(f"{path} is empty: it should have the name of one image per line, without its suffix")
    annotations = {stem: _voc_annotation(root / f"Annotations/{stem}.xml") for stem in stems}
    if class_names is None:
        class_names = sorted({one.name for annotation in annotations.values() for one in annotation.objects})
    images = []
    for stem, annotation in annotations.items():
        try:
            images.append(_voc_image(_picture(root / "JPEGImages", stem), annotation, class_names))
        except ValueError as error:
            raise ValueError(f"{root / f'Annotations/{stem}.xml'}: {error}") from error
    _require_files(image.path for image in images)
    return Index(tuple(images), tuple(class_names))


def _stem(line: str) -> str:
    stem, *rest = line.split()
    if rest:
        raise ValueError(
            f"a list must have one name per line, got {line!r}: lists of one class, with 1 and -1, cannot be used"
        )
    return stem


def _picture(folder: Path, stem: str) -> Path:
    """Return the image of this name, whatever its suffix; the usual one if there is none."""
    paths = [folder / f"{stem}{suffix}" for suffix in SUFFIXES]
    return next((path for path in paths if path.is_file()), paths[0])


def _voc_annotation(path: Path) -> VocAnnotation:
    try:
        annotation = parse_voc(_existing(path).read_bytes())
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    if annotation.size is None:
        raise ValueError(f"{path}: there is no <size> with the image's <height> and <width>")
    return annotation


def _voc_image(path: Path, annotation: VocAnnotation, class_names: Sequence[str]) -> ImageFile:
    assert annotation.size is not None, "_voc_annotation refuses a file without a size"
    height, width = annotation.size
    for one in annotation.objects:
        left, top, right, bottom = one.corners
        if not (left <= right and top <= bottom and np.isfinite(one.corners).all()):  # NaN is not <= either
            raise ValueError(
                f"the box of a {one.name!r} has xmin {left}, ymin {top}, xmax {right}, ymax {bottom}; xmin must not be "
                "above xmax, nor ymin above ymax"
            )
    boxes = np.array([one.corners for one in annotation.objects], "float32").reshape(-1, 4) - [1, 1, 0, 0]
    boxes = np.clip(boxes, 0, [width, height, width, height])  # not everyone counts from 1
    return ImageFile(
        path,
        annotation.size,
        boxes.astype("float32"),
        np.array([_label(one.name, class_names) for one in annotation.objects], "int32"),
        np.array([one.difficult for one in annotation.objects], bool),
        np.prod(boxes[:, 2:] - boxes[:, :2], axis=1),
        (None,) * len(boxes),
    )


def _label(name: str, class_names: Sequence[str]) -> int:
    if name not in class_names:
        raise ValueError(f"the class {name!r} is none of {', '.join(class_names)}: pass class_names that have it")
    return list(class_names).index(name)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    return path


def _require_files(paths: Iterable[Path]) -> None:
    """Return if all images are there: better now than after an hour of training."""
    paths = list(paths)
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise FileNotFoundError(
            f"{len(missing)} of {len(paths)} images are not there, the first is {missing[0]}: unpack all of them, or "
            "name the folder that they are in"
        )
