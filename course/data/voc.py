"""Pascal VOC's annotations: one XML file per image, with a box and a name per object."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

CORNERS = ("xmin", "ymin", "xmax", "ymax")
TRUE = ("1", "true")  # VOC writes 1; some programs that label images write True


@dataclass(frozen=True)
class VocObject:
    """An object as the file has it.

    Attributes:
        name: Its class.
        corners: First and last column and row, ``xmin, ymin, xmax, ymax``; by VOC's own rule they are counted from 1.
        difficult: Whether it is marked as one that may be missed.
    """

    name: str
    corners: tuple[float, float, float, float]
    difficult: bool = False


@dataclass(frozen=True)
class VocAnnotation:
    """What a file says about an image.

    Attributes:
        size: Height and width, or None if the file does not say.
        objects: Its objects, in the order of the file.
    """

    size: tuple[int, int] | None
    objects: tuple[VocObject, ...]


def parse_voc(content: bytes) -> VocAnnotation:
    """Read an annotation. The parts of an object (a person's head and hands) are passed over.

    Raises:
        ValueError: If it is not XML, or an object has no name or no box.
    """
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(f"this is no XML: {error}") from error
    return VocAnnotation(_size(root), tuple(_object(element) for element in root.iter("object")))


def _size(root: ElementTree.Element) -> tuple[int, int] | None:
    height, width = (int(float(root.findtext(f"size/{side}") or 0)) for side in ("height", "width"))
    return (height, width) if height and width else None


def _object(element: ElementTree.Element) -> VocObject:
    name, corners = element.findtext("name"), [element.findtext(f"bndbox/{corner}") or "" for corner in CORNERS]
    if not name or not all(corners):
        raise ValueError("an <object> needs a <name>, and a <bndbox> with xmin, ymin, xmax, ymax")
    left, top, right, bottom = map(float, corners)
    difficult = element.findtext("difficult", "0").strip().lower() in TRUE
    return VocObject(name.strip(), (left, top, right, bottom), difficult)
