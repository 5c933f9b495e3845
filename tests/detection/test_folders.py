"""Reading COCO's and Pascal VOC's layouts, and what is said of files that are not."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest

from course.detection.folders import VOC_CLASSES, read_coco, read_voc
from tests.detection.layouts import voc_object, write_coco, write_voc

CONTENT = {
    "images": [
        {"id": 7, "file_name": "a.png", "height": 40, "width": 60},
        {"id": 3, "file_name": "b.jpg", "height": 30, "width": 20},
        {"id": 5, "file_name": "c.png", "height": 10, "width": 10},
    ],
    "annotations": [
        {"id": 1, "image_id": 3, "category_id": 90, "bbox": [1, 2, 3, 4], "area": 9, "iscrowd": 0, "segmentation": []},
        {"id": 2, "image_id": 7, "category_id": 1, "bbox": [10.5, 20, 30, 10], "segmentation": [[0, 0, 9, 0, 9, 9]]},
        {
            "id": 3,
            "image_id": 7,
            "category_id": 13,
            "bbox": [0, 0, 60, 40],
            "iscrowd": 1,
            "segmentation": {"size": [40, 60], "counts": [0, 2400]},
        },
    ],
    "categories": [{"id": 90, "name": "cat"}, {"id": 1, "name": "person"}, {"id": 13, "name": "dog"}],
}


def test_coco(tmp_path):
    index = read_coco(*write_coco(tmp_path, CONTENT))
    assert index.class_names == ("person", "dog", "cat")
    assert [image.path.name for image in index.images] == ["a.png", "b.jpg", "c.png"]
    first, second, empty = index.images
    assert first.size == (40, 60)
    assert first.boxes.tolist() == [[10.5, 20, 40.5, 30], [0, 0, 60, 40]]
    assert first.labels.tolist() == [0, 1]
    assert first.crowd.tolist() == [False, True]
    assert first.areas.tolist() == [300, 2400]
    assert (second.boxes.tolist(), second.labels.tolist(), second.areas.tolist()) == ([[1, 2, 4, 6]], [2], [9])
    assert second.segmentations == (None,)
    assert empty.boxes.shape == (0, 4)
    assert (len(index), index.fullest, index.has_masks) == (3, 1, False)
    assert repr(index) == "Index(class_names=('person', 'dog', 'cat'))"


def test_labels_by_name_and_two_sets_together(tmp_path):
    paths = write_coco(tmp_path, CONTENT)
    index = read_coco(*paths, class_names=("cat", "dog", "bird", "person"))
    assert [image.labels.tolist() for image in index.images] == [[3, 1], [0], []]
    assert len(index + index) == 6
    with pytest.raises(ValueError, match="read the second with class_names of the first"):
        index + read_coco(*paths)
    with pytest.raises(ValueError, match=r"annotations.json: the class 'cat' is none of person, dog"):
        read_coco(*paths, class_names=("person", "dog"))


def _changed(change):
    content = copy.deepcopy(CONTENT)
    change(content)
    return content


def _of_first(field, value):
    """Return a change of one field of the first annotation."""
    return lambda content: content["annotations"][0].update({field: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content.pop("categories"), r"not in COCO's layout: it has no \['categories'\]"),
        (lambda content: content.update(images={}), "'images' must be a list of entries"),
        (lambda content: content["annotations"].append(3), "'annotations' must be a list of entries"),
        (lambda content: content["annotations"][0].pop("bbox"), "annotations: the entry with id 1 has no 'bbox'"),
        (lambda content: content["annotations"].append({"image_id": 3}), "entry number 4 has no 'category_id'"),
        (lambda content: content["annotations"][0].update(image_id=99), "with id 1 is of an unknown image, 99"),
        (lambda content: content["annotations"][0].update(category_id=2), "with id 1 is of an unknown category, 2"),
        (lambda content: content["images"].append(dict(content["images"][0])), "images: the 'id' 7 stands twice"),
        (lambda content: content["annotations"][1].update(id=1), "annotations: the 'id' 1 stands twice"),
        (lambda content: content["categories"][1].update(name="cat"), "categories: the 'name' 'cat' stands twice"),
        (lambda content: content["images"][0].update(height=None), "with id 7 has the 'height' 'None', which must be"),
        (lambda content: content["images"][0].update(width="60"), "'width' '60', which must be a number of pixels"),
        *(
            (_of_first(field, value), f"with id 1 has the '{field}' .*, which must be {rule}")
            for field, value, rule in [
                ("bbox", None, "x, y, width and height"),
                ("bbox", [1, 2, 3], "x, y, width and height"),
                ("bbox", [1, 2, "3", 4], "x, y, width and height"),
                ("bbox", [1, 2, float("nan"), 4], "x, y, width and height"),
                ("bbox", [9, 9, -3, 4], "x, y, width and height in pixels, no side negative"),
                ("area", "9", "a number of square pixels"),
                ("area", None, "a number of square pixels"),
                ("area", -1, "a number of square pixels"),
                ("iscrowd", "0", "0 or 1"),
                ("iscrowd", 2, "0 or 1"),
            ]
        ),
        *(
            (_of_first("segmentation", value), f"with id 1: the 'segmentation' .*{rule}")
            for value, rule in [
                ([0, 0, 9, 0, 9, 9], "a list of numbers for each polygon, got '0'"),
                ([[0, 0, 9, 0, 9, 9], [1, 1]], "three points or more, got 2 numbers"),
                ([[0, 0, 9, 0, 9, None]], "finite numbers only"),
                ([[0, 0, 9, 0, 9, float("inf")]], "finite numbers only"),
                ("0 0 9 0 9 9", "a list of polygons or has 'size' and 'counts'"),
                ({"counts": [600]}, "a list of polygons or has 'size' and 'counts'"),
                ({"size": [20, 30], "counts": [600]}, r"run lengths of \[20, 30\] in an image of \(30, 20\)"),
                ({"size": [30, 20], "counts": [500]}, "add up to 500, not to 30 × 20"),
                ({"size": [30, 20], "counts": [700, -100]}, "whole numbers from 0"),
                ({"size": [30, 20], "counts": None}, "compressed to a text, got 'None'"),
            ]
        ),
    ],
)
def test_what_is_no_coco_is_said(tmp_path, change, message):
    _, images = write_coco(tmp_path, CONTENT)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(_changed(change)))
    with pytest.raises(ValueError, match=message) as caught:
        read_coco(path, images)
    assert str(path) in str(caught.value)


def test_files_that_are_missing_are_named(tmp_path):
    path, images = write_coco(tmp_path, CONTENT)
    (images / "b.jpg").unlink()
    with pytest.raises(FileNotFoundError, match=r"1 of 3 images are not there, the first is .*b\.jpg"):
        read_coco(path, images)
    with pytest.raises(FileNotFoundError, match=r"no file .*other\.json"):
        read_coco(tmp_path / "other.json", images)
    path.write_text("[1, 2")
    with pytest.raises(ValueError, match="is no JSON"):
        read_coco(path, images)


PERSON = voc_object("person", (1, 1, 60, 40), "<difficult>0</difficult>") + voc_object("dog", (11, 5, 20, 8))


def test_voc(tmp_path):
    head = "<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>"
    objects = {"b": PERSON, "a": voc_object("cat", (0, 4, 5, 41), f"<difficult>1</difficult>{head}"), "c": ""}
    write_voc(tmp_path, objects)
    index = read_voc(tmp_path, "trainval")
    assert index.class_names == VOC_CLASSES
    assert len(VOC_CLASSES) == 20
    assert [image.path.name for image in index.images] == ["b.jpg", "a.jpg", "c.jpg"]
    first, difficult, empty = index.images
    assert first.size == (40, 60)
    assert first.boxes.tolist() == [[0, 0, 60, 40], [10, 4, 20, 8]], "pixels from 1, the last one belongs to the box"
    assert [VOC_CLASSES[label] for label in first.labels] == ["person", "dog"]
    assert first.areas.tolist() == [2400, 40]
    assert first.crowd.tolist() == [False, False]
    assert (difficult.boxes.tolist(), difficult.crowd.tolist()) == ([[0, 3, 5, 40]], [True])
    assert empty.boxes.shape == (0, 4)
    assert (index.fullest, index.has_masks) == (2, False)
    assert read_voc(tmp_path, "trainval", None).class_names == ("cat", "dog", "person")
    np.testing.assert_array_equal(read_voc(tmp_path, "trainval", ("dog", "cat", "person")).images[0].labels, [2, 0])


@pytest.mark.parametrize(
    ("objects", "size", "message"),
    [
        (voc_object("zebra", (1, 2, 3, 4)), None, r"a\.xml: the class 'zebra' is none of aeroplane"),
        (PERSON, "", r"a\.xml: there is no <size>"),
        ("<object><name>dog</name></object>", None, r"a\.xml: an <object> needs a <name>, and a <bndbox>"),
        ("<object>", None, r"a\.xml: this is no XML"),
        (voc_object("dog", (30, 1, 10, 4)), None, r"a\.xml: the box of a 'dog' has xmin 30.0, .* xmax 10.0"),
        (voc_object("dog", (1, 9, 10, 4)), None, r"a\.xml: the box of a 'dog' has .* ymin 9.0"),
        (voc_object("dog", ("nan", 1, 10, 4)), None, r"a\.xml: the box of a 'dog' has xmin nan"),
    ],
)
def test_what_is_no_voc_is_said(tmp_path, objects, size, message):
    write_voc(tmp_path, {"a": objects}, *([] if size is None else [size]))
    with pytest.raises(ValueError, match=message):
        read_voc(tmp_path, "trainval")


@pytest.mark.parametrize("suffix", ["jpg", "JPG", "jpeg", "png", "PNG"])
def test_voc_as_other_programs_write_it(tmp_path, suffix):
    size = "<size><width>60.0</width><height>40.0</height></size>"
    write_voc(tmp_path, {"a": voc_object("dog", (1, 1, 60, 40), "<difficult> True </difficult>")}, size)
    (tmp_path / "JPEGImages/a.jpg").rename(tmp_path / f"JPEGImages/a.{suffix}")
    for path in (tmp_path / "ImageSets/Main/trainval.txt", tmp_path / "Annotations/a.xml"):
        path.write_text(path.read_text() + "\n", encoding="utf-8-sig")
    (image,) = read_voc(tmp_path, "trainval").images
    assert image.path.name == f"a.{suffix}"
    assert image.size == (40, 60)
    assert image.crowd.tolist() == [True]


def test_lists_of_voc(tmp_path):
    write_voc(tmp_path, {"a": PERSON})
    with pytest.raises(FileNotFoundError, match=r"no file .*ImageSets/Main/test\.txt"):
        read_voc(tmp_path, "test")
    (tmp_path / "ImageSets/Main/dog_val.txt").write_text("a -1\n")
    with pytest.raises(ValueError, match="one name per line, got 'a -1'"):
        read_voc(tmp_path, "dog_val")
    (tmp_path / "ImageSets/Main/none.txt").write_text("\n \n")
    with pytest.raises(ValueError, match=r"none\.txt is empty: it should have the name of one image per line"):
        read_voc(tmp_path, "none")
    (tmp_path / "Annotations/a.xml").unlink()
    with pytest.raises(FileNotFoundError, match=r"no file .*Annotations/a\.xml"):
        read_voc(tmp_path, "trainval")
