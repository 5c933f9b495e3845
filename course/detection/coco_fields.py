"""The fields of a COCO file: each is checked when the file is read, and the message names the entry and the field.

A mistake in an annotation would otherwise come up when its batch does, hours later, or never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from course.detection.segmentations import are_numbers, check_segmentation

Entry = dict[str, Any]


class Rule(NamedTuple):
    """What a field must be.

    Attributes:
        holds: Whether a value is that.
        says: The same in words.
        optional: Whether the field may be left out.
    """

    holds: Callable[[Any], bool]
    says: str
    optional: bool = False


SIDE = Rule(lambda value: are_numbers([value]) and value >= 1, "a number of pixels")
TEXT = Rule(lambda value: isinstance(value, str) and bool(value), "a text")
ANY_ID = Rule(lambda value: isinstance(value, int | str), "a whole number or a text")
NUMBER_ID = Rule(lambda value: isinstance(value, int), "a whole number")
BOX = Rule(
    lambda value: isinstance(value, list) and len(value) == 4 and are_numbers(value) and min(value[2:]) >= 0,
    "x, y, width and height in pixels, no side negative",
)
AREA = Rule(lambda value: are_numbers([value]) and value >= 0, "a number of square pixels", optional=True)
FLAG = Rule(lambda value: isinstance(value, int) and value in (0, 1), "0 or 1", optional=True)

RULES = {
    "images": {"id": ANY_ID, "file_name": TEXT, "height": SIDE, "width": SIDE},
    "categories": {"id": NUMBER_ID, "name": TEXT},
    "annotations": {
        "id": ANY_ID._replace(optional=True),
        "image_id": ANY_ID,
        "category_id": NUMBER_ID,
        "bbox": BOX,
        "area": AREA,
        "iscrowd": FLAG,
    },
}
UNIQUE = (("images", "id"), ("categories", "id"), ("categories", "name"), ("annotations", "id"))


def check_coco(content: Any) -> None:
    """Return if the content of a JSON file is in COCO's layout.

    Raises:
        ValueError: A part or field is missing or is not what it must be, an id or name stands twice, or an annotation
            is of an unknown image or category. The message calls an entry by its ``id``, or by its place if it has
            none.
    """
    missing = set(RULES) - set(content if isinstance(content, dict) else ())
    if missing:
        raise ValueError(f"this is not in COCO's layout: it has no {sorted(missing)}")
    for part, rules in RULES.items():
        entries = content[part]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError(f"{part!r} must be a list of entries with named fields")
        for place, entry in enumerate(entries):
            _check_entry(_name(part, place, entry), entry, rules)
    for part, field in UNIQUE:
        _refuse_twice(part, field, content[part])
    _check_what_annotations_name(content)


def _name(part: str, place: int, entry: Entry) -> str:
    return f"{part}: the entry with id {entry['id']!r}" if "id" in entry else f"{part}: entry number {place + 1}"


def _check_entry(name: str, entry: Entry, rules: dict[str, Rule]) -> None:
    for field, rule in rules.items():
        if field not in entry:
            if not rule.optional:
                raise ValueError(f"{name} has no {field!r}")
        elif not rule.holds(entry[field]):
            raise ValueError(f"{name} has the {field!r} {str(entry[field])[:80]!r}, which must be {rule.says}")


def _refuse_twice(part: str, field: str, entries: Sequence[Entry]) -> None:
    seen = set()
    for value in (entry[field] for entry in entries if field in entry):
        if value in seen:
            raise ValueError(f"{part}: the {field!r} {value!r} stands twice")
        seen.add(value)


def _check_what_annotations_name(content: Entry) -> None:
    sizes = {image["id"]: (int(image["height"]), int(image["width"])) for image in content["images"]}
    categories = {category["id"] for category in content["categories"]}
    for place, annotation in enumerate(content["annotations"]):
        name = _name("annotations", place, annotation)
        if annotation["image_id"] not in sizes:
            raise ValueError(f"{name} is of an unknown image, {annotation['image_id']!r}")
        if annotation["category_id"] not in categories:
            raise ValueError(f"{name} is of an unknown category, {annotation['category_id']!r}")
        if annotation.get("segmentation"):
            try:
                check_segmentation(annotation["segmentation"], sizes[annotation["image_id"]])
            except ValueError as error:
                raise ValueError(f"{name}: the 'segmentation' cannot be read: {error}") from error
