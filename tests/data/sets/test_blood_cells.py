"""BCCD's layouts, and the drawn cells that stand in for it."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from course.data import load
from course.data.sets import blood_cells
from course.data.sets.blood_cells import BLOOD_CELLS, drawn_cells


def annotation(*objects: tuple[str, int, int, int, int]) -> str:
    """Return one of Pascal VOC's files."""
    boxes = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{x1}</xmin><ymin>{y1}</ymin><xmax>{x2}</xmax><ymax>{y2}</ymax>"
        "</bndbox></object>"
        for name, x1, y1, x2, y2 in objects
    )
    return f"<annotation>{boxes}</annotation>"


@pytest.mark.parametrize(("filename", "root"), [("BCCD_Dataset-1.0.zip", "BCCD_Dataset-1.0/"), ("bccd.zip", "")])
def test_blood_cells(tmp_path, filename, root):
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 100, 50)).save(buffer, "JPEG", quality=95)
    objects = {
        "a": [("WBC", 10, 20, 30, 60), ("Platelets", 600, 400, 650, 480)],
        "b": [("RBC", 1, 2, 3, 4), ("RBC", 50, 50, 50, 50), ("WBC", 5, 6, 7, 8), ("RBC", 9, 9, 19, 19)],
    }
    with zipfile.ZipFile(tmp_path / filename, "w") as archive:
        archive.writestr(f"{root}BCCD/ImageSets/Main/val.txt", "b\na\n")
        for name, of_image in objects.items():
            archive.writestr(f"{root}BCCD/JPEGImages/{name}.jpg", buffer.getvalue())
            archive.writestr(f"{root}BCCD/Annotations/{name}.xml", annotation(*of_image))
    read, place = (BLOOD_CELLS.read, tmp_path) if root else (BLOOD_CELLS.subset.read, tmp_path / filename)
    arrays = BLOOD_CELLS.check(read(place, "validation"))
    assert arrays["labels"].tolist() == [[0, 1, 0], [1, 2, -1]]
    assert arrays["boxes"][0].tolist() == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 19, 19]]
    assert arrays["boxes"][1].tolist() == [[10, 20, 30, 60], [600, 400, 640, 480], [0, 0, 0, 0]]
    np.testing.assert_allclose(arrays["images"].mean(axis=(0, 1, 2)), [200, 100, 50], atol=3)


@pytest.mark.mirror
def test_blood_cells_of_the_mirror(mirror):
    images, boxes, labels = loaded = load("blood_cells", "test")
    assert loaded.source == "mirror"
    assert images.shape == (72, 480, 640, 3)
    used = labels >= 0
    assert np.bincount(labels[used]).tolist() == [805, 71, 69]
    assert (boxes[used][:, 2:] > boxes[used][:, :2]).all()
    assert not boxes[~used].any()


def test_drawn_cells_are_three_kinds_of_objects_in_the_image(monkeypatch):
    monkeypatch.setitem(blood_cells.EXAMPLES, "validation", 12)
    images, boxes, labels = drawn_cells("validation").values()
    used = labels >= 0
    assert set(labels[used]) == {0, 1, 2}
    assert (boxes[used][:, 2:] > boxes[used][:, :2]).all()
    assert boxes.min() >= 0
    assert (boxes.max(axis=(0, 1)) <= [640, 480, 640, 480]).all()
    assert images.std() > 10
    assert not boxes[~used].any()
