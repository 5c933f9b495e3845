"""Average precision beside pycocotools: hundreds of random cases, with crowds, without objects, with ties."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
from pycocotools import mask as mask_api
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from course.detection.coco_ap import CocoEvaluator, box_iou, evaluate_detections, mask_iou
from course.detection.examples import pad_targets

CLASSES = 3
NAMES = ("AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "AR1", "AR10", "AR100")
NAMES += ("AR_small", "AR_medium", "AR_large")


def random_case(rng, masks):
    """Return images, each the arguments of ``CocoEvaluator.add``, with whatever can go together."""
    images = []
    crowded, rounded = rng.random() < 0.5, rng.random() < 0.5
    spread = rng.choice([20, 60, 150])
    for _ in range(rng.integers(1, 5)):
        objects = _instances(rng, int(rng.integers(0, 6)), spread, masks)
        copies = objects[rng.integers(0, len(objects), 4)] if len(objects) else objects
        found = np.concatenate([_moved(rng, copies, masks), _instances(rng, int(rng.integers(0, 5)), spread, masks)])
        scores = rng.random(len(found))
        images.append(
            {
                "found": found,
                "scores": np.round(scores, 1) if rounded else scores,
                "found_labels": rng.integers(0, CLASSES, len(found)) * (rng.random() < 0.7),
                "objects": objects,
                "labels": rng.integers(0, CLASSES - 1, len(objects)) * (rng.random() < 0.7),
                "crowd": (rng.random(len(objects)) < 0.3) & crowded,
                "areas": rng.uniform(10, 15000, len(objects)) if rng.random() < 0.5 else None,
            }
        )
    return images


def _instances(rng, count, spread, masks):
    corner = rng.uniform(0, 60, (count, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(1, spread, (count, 2))], axis=1)
    if not masks:
        return boxes
    pixels = np.zeros((count, 64, 64), bool)
    for mask, (x1, y1, x2, y2) in zip(pixels, boxes.astype(int)):
        mask[y1 : y2 + 1, x1 : x2 + 1] = rng.random() < 0.95
    return pixels


def _moved(rng, instances, masks):
    if masks:
        return (
            np.stack([np.roll(mask, rng.integers(-3, 4, 2), (0, 1)) for mask in instances])
            if len(instances)
            else instances
        )
    low = instances[:, :2] + rng.normal(0, 2, (len(instances), 2))
    return np.concatenate([low, np.maximum(instances[:, 2:] + rng.normal(0, 2, (len(instances), 2)), low)], axis=1)


def pycocotools_numbers(images, masks):
    """Return the twelve numbers, and precision and recall, as pycocotools computes them."""
    annotations, detections = [], []
    for number, image in enumerate(images):
        for place, instance in enumerate(image["objects"]):
            annotation = {
                "id": len(annotations) + 1,
                "image_id": number,
                "category_id": int(image["labels"][place]),
                "iscrowd": int(image["crowd"][place]),
            }
            annotation |= _geometry(instance, masks)
            if image["areas"] is not None:
                annotation["area"] = float(image["areas"][place])
            annotations.append(annotation)
        for instance, score, label in zip(image["found"], image["scores"], image["found_labels"]):
            detection = {"image_id": number, "category_id": int(label), "score": float(score)}
            detections.append(detection | _geometry(instance, masks))
    truth = COCO()
    truth.dataset = {
        "images": [{"id": number, "height": 64, "width": 64} for number in range(len(images))],
        "categories": [{"id": label} for label in range(CLASSES)],
        "annotations": annotations,
        "info": {},
    }
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        found = truth.loadRes(detections) if detections else COCO()
        evaluation = COCOeval(truth, found, "segm" if masks else "bbox")
        evaluation.params.imgIds = list(range(len(images)))
        evaluation.params.catIds = list(range(CLASSES))
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation.stats, evaluation.eval["precision"], evaluation.eval["recall"]


def _geometry(instance, masks):
    if masks:
        return {
            "segmentation": mask_api.encode(np.asfortranarray(instance.astype(np.uint8))),
            "area": float(instance.sum()),
        }
    x1, y1, x2, y2 = instance
    return {"bbox": [x1, y1, x2 - x1, y2 - y1], "area": (x2 - x1) * (y2 - y1)}


@pytest.mark.slow
@pytest.mark.parametrize("masks", [False, True], ids=["boxes", "masks"])
def test_it_is_pycocotools_to_a_millionth_in_two_hundred_random_cases(masks):
    rng = np.random.default_rng(11)
    seen = {"crowd": 0, "no object": 0, "no detection": 0}
    for _ in range(200):
        images = random_case(rng, masks)
        evaluator = CocoEvaluator(CLASSES, masks)
        for image in images:
            evaluator.add(**image)
        result = evaluator.result()
        stats, precision, recall = pycocotools_numbers(images, masks)
        np.testing.assert_allclose([result[name] for name in NAMES], stats, atol=1e-6)
        np.testing.assert_allclose(result.precision, precision, atol=1e-6)
        np.testing.assert_allclose(result.recall, recall, atol=1e-6)
        seen["crowd"] += any(image["crowd"].any() for image in images)
        seen["no object"] += any(not len(image["objects"]) for image in images)
        seen["no detection"] += any(not len(image["found"]) for image in images)
    assert min(seen.values()) > 10


def test_more_than_a_hundred_detections_are_cut(rng):
    corner = rng.uniform(0, 40, (150, 2))
    found = np.concatenate([corner, corner + 10], axis=1)
    image = {
        "found": found,
        "scores": rng.random(150),
        "found_labels": np.zeros(150, int),
        "objects": found[::3],
        "labels": np.zeros(50, int),
        "crowd": np.zeros(50, bool),
        "areas": None,
    }
    evaluator = CocoEvaluator(CLASSES)
    evaluator.add(**image)
    np.testing.assert_allclose(
        [evaluator.result()[name] for name in NAMES], pycocotools_numbers([image], False)[0], atol=1e-6
    )


def test_iou_of_boxes_and_masks_is_pycocotools(rng):
    first, second = random_case(rng, False)[0], random_case(np.random.default_rng(3), False)[0]
    boxes = [np.array([[x1, y1, x2 - x1, y2 - y1] for x1, y1, x2, y2 in image["found"]]) for image in (first, second)]
    crowd = np.arange(len(boxes[1])) % 2
    expected = mask_api.iou(boxes[0], boxes[1], crowd.tolist())
    np.testing.assert_allclose(box_iou(first["found"], second["found"], crowd), expected, atol=1e-9)
    masks = rng.random((5, 20, 20)) < 0.3
    encoded = mask_api.encode(np.asfortranarray(masks.transpose(1, 2, 0).astype(np.uint8)))
    np.testing.assert_allclose(mask_iou(masks, masks), mask_api.iou(encoded, encoded, [0] * 5), atol=1e-9)


def test_nothing_to_find_is_minus_one_and_nothing_found_is_zero():
    evaluator = CocoEvaluator(2)
    assert evaluator.result()["AP"] == -1
    evaluator.add(np.zeros((0, 4)), [], [], np.zeros((0, 4)), [])
    assert evaluator.result()["AP"] == -1
    evaluator.add(np.zeros((0, 4)), [], [], [[0, 0, 9, 9]], [1])
    assert evaluator.result()["AP"] == 0
    assert evaluator.result().per_class().tolist() == [-1, 0]
    assert "AP50=0.000" in repr(evaluator.result())


def test_detections_and_targets_in_the_librarys_form():
    targets = pad_targets([np.array([[2, 2, 12, 12]]), np.zeros((0, 4))], [[1], []], np.zeros((2, 20, 20)), slots=2)
    targets["instances"][0, 2:12, 2:12] = 1
    found = {
        "boxes": np.array([[[2, 2, 12, 12], [0, 0, 0, 0]], [[0, 0, 0, 0]] * 2], "float32"),
        "labels": np.array([[1, -1], [-1, -1]]),
        "scores": np.array([[0.9, 0], [0, 0]]),
        "masks": np.ones((2, 2, 28, 28)),
    }
    assert evaluate_detections(found, targets, 2)["AP"] == pytest.approx(1)
    assert evaluate_detections(found, targets, 2, masks=True)["AP"] == pytest.approx(1)
    assert evaluate_detections(found, targets | {"crowd": targets["labels"] >= 0}, 2)["AP"] == -1
    with pytest.raises(ValueError, match="need 'masks'"):
        evaluate_detections({"labels": found["labels"]}, targets, 2, masks=True)
    with pytest.raises(ValueError, match="detections of 2 images, targets of 1"):
        evaluate_detections(found, {name: array[:1] for name, array in targets.items()}, 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scores": [np.nan]}, "must be finite"),
        ({"found": [[0, 0, np.nan, 9]]}, "must be finite"),
        ({"found_labels": [2]}, r"labels must lie in 0 … 1, got \[0, 2\]"),
        ({"scores": [0.5, 0.6]}, "1 detections, 2 scores"),
        ({"labels": [0, 1]}, "1 objects, 2 labels"),
    ],
)
def test_what_cannot_be_is_refused(changes, message):
    image = {"found": [[0, 0, 9, 9]], "scores": [0.5], "found_labels": [0], "objects": [[0, 0, 9, 9]], "labels": [0]}
    with pytest.raises(ValueError, match=message):
        CocoEvaluator(2).add(**(image | changes))
