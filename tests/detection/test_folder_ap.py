"""AP on folders beside pycocotools, which reads the same file of annotations."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np
import pytest
from pycocotools import mask as mask_api
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from course.detection.boxes import scale_boxes
from course.detection.folder_ap import evaluate_folder
from course.detection.folder_batches import fitted_size
from course.detection.folders import read_coco
from course.detection.masks import mask_targets, paste_masks
from course.detection.segmentations import mask_of
from tests.detection.conftest import coloured_shapes
from tests.detection.layouts import coco_of, run_lengths_of, write_coco

FRAME = 96, 96
IDS = [2, 5, 9]
NAMES = ("AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "AR1", "AR10", "AR100")


class Remembered:
    """Stands for a detector: gives back detections in the frame, in the order of the images."""

    image_size, classes = FRAME, 3

    def __init__(self, found: dict[str, np.ndarray]) -> None:
        self.found, self.seen = found, 0

    def predict_on_batch(self, images: np.ndarray) -> dict[str, np.ndarray]:
        """Return the next images' detections."""
        assert images.shape[1:] == (*FRAME, 3)
        self.seen += len(images)
        return {name: array[self.seen - len(images) : self.seen] for name, array in self.found.items()}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Seven images of 48 × 64 with a crowd, one of them without objects, and what a fair detector might find."""
    rng = np.random.default_rng(5)
    images, targets = coloured_shapes(rng, 7, (48, 64))
    targets["labels"][3], targets["instances"][3] = -1, 0
    content = coco_of(targets, ["a", "b", "c"], IDS)
    crowd = next(annotation for annotation in content["annotations"] if annotation["image_id"] == 101)
    crowd |= {"iscrowd": 1, "segmentation": run_lengths_of(targets["instances"][1] == 1)}
    path, folder = write_coco(tmp_path_factory.mktemp("crowded"), content, images)
    used = targets["labels"] >= 0
    boxes = scale_boxes(targets["boxes"], (48, 64), fitted_size((48, 64), FRAME))
    masks = np.array(mask_targets(targets["instances"], targets["boxes"], np.tile(np.arange(3), (7, 1)), 28))
    found = {
        "boxes": boxes + np.where(used[..., None], rng.normal(0, 1.5, boxes.shape), 0).astype("float32"),
        "labels": np.where(rng.random(used.shape) < 0.8, targets["labels"], np.where(used, 1, -1)),
        "scores": np.where(used, rng.random(used.shape), 0),
    }
    return path, folder, found, {"boxes": boxes, "labels": targets["labels"], "scores": used * 0.9, "masks": masks}


def test_boxes_are_pycocotools_to_a_millionth(crowded):
    path, folder, found, _ = crowded
    result = evaluate_folder(Remembered(found), read_coco(path, folder), batch_size=3)
    assert set(result) == {"box"}
    expected = theirs(path, found, "bbox", lambda image, slot: {"bbox": _sides(_back(found["boxes"][image, slot]))})
    np.testing.assert_allclose([result["box"][name] for name in NAMES], expected, atol=1e-6)


def test_masks_are_pycocotools_to_a_millionth(crowded, tmp_path):
    path, folder, found, right = crowded
    content = json.loads(path.read_text())
    sizes = {image["id"]: (image["height"], image["width"]) for image in content["images"]}
    for one in content["annotations"]:  # polygons are drawn differently at their edges
        one["segmentation"] = run_lengths_of(mask_of(one["segmentation"], sizes[one["image_id"]]))
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps(content))
    found = found | {"masks": right["masks"]}
    result = evaluate_folder(Remembered(found), read_coco(path, folder), batch_size=3)

    def pasted(image, slot):
        mask = paste_masks(found["masks"][image, [slot]], _back(found["boxes"][image, [slot]]), 48, 64)[0]
        return {"segmentation": mask_api.encode(np.asfortranarray(mask.astype(np.uint8)))}

    expected = theirs(path, found, "segm", pasted)
    np.testing.assert_allclose([result["mask"][name] for name in NAMES], expected, atol=1e-6)


def theirs(path, found, kind, geometry):
    """Return the first nine of pycocotools' numbers."""
    detections = [
        {
            "image_id": 100 + image,
            "category_id": IDS[found["labels"][image, slot]],
            "score": found["scores"][image, slot],
            **geometry(image, slot),
        }
        for image, slot in np.argwhere(found["labels"] >= 0)
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(path))
        evaluation = COCOeval(truth, truth.loadRes(detections), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert 0.2 < evaluation.stats[0] < 0.95
    return evaluation.stats[:9]


def _back(boxes):
    return np.clip(scale_boxes(boxes, (72, 96), (48, 64)), 0, np.array([64, 48, 64, 48], "float32"))


def _sides(box):
    x1, y1, x2, y2 = box.tolist()
    return [x1, y1, x2 - x1, y2 - y1]


def test_what_is_right_is_right_in_boxes_and_masks(crowded):
    path, folder, _, right = crowded
    index = read_coco(path, folder)
    result = evaluate_folder(Remembered(right), index, batch_size=2)
    assert result["box"]["AP"] == pytest.approx(1)
    assert result["mask"]["AP50"] == pytest.approx(1)
    assert result["mask"]["AP"] > 0.9
    assert set(evaluate_folder(Remembered(right), index, masks=False)) == {"box"}


def test_other_classes_than_the_detectors_are_refused(crowded):
    index = read_coco(*crowded[:2], class_names=("a", "b", "c", "d"))
    with pytest.raises(ValueError, match="the detector has 3 classes, the data set 4"):
        evaluate_folder(Remembered({}), index)
