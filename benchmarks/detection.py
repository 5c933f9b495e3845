"""The ops of ``course.detection`` at 1,000 boxes, each beside its oracle, in one run."""

from __future__ import annotations

import contextlib
import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from rich.table import Table

BOXES = 1_000
CLASSES = 3
IMAGES = 10  # among which the boxes of an evaluation are dealt


@dataclass(frozen=True)
class Pair:
    """One op and its oracle.

    Attributes:
        name: The op.
        oracle: Who does the same.
        ours: Milliseconds of the op, median.
        theirs: Milliseconds of the oracle, median.
    """

    name: str
    oracle: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Our time over theirs: below 1, ours is faster."""
        return self.ours / self.theirs


def measure(runs: int) -> list[Pair]:
    """Time each op and its oracle in turn, ``runs`` times, so that both meet the same machine."""
    pairs = _pairs(np.random.default_rng(0))
    return [Pair(name, oracle, *_medians(ours, theirs, runs)) for name, oracle, ours, theirs in pairs]


def table(pairs: list[Pair]) -> Table:
    """Return the numbers as a table."""
    result = Table(title=f"course.detection at {BOXES:,} boxes: milliseconds, median")
    for heading in ("op", "ms", "oracle", "ms", "ratio"):
        result.add_column(heading, justify="left" if heading in ("op", "oracle") else "right")
    for pair in pairs:
        result.add_row(pair.name, f"{pair.ours:.2f}", pair.oracle, f"{pair.theirs:.2f}", f"{pair.ratio:.2f}")
    return result


def _medians(ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = [], []
    for run in range(runs + 2):  # two to warm up
        for call, of_call in zip((ours, theirs), times):
            start = time.perf_counter()
            call()
            if run >= 2:
                of_call.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[0]), statistics.median(times[1])


def _random_boxes(rng: np.random.Generator) -> np.ndarray:
    corner = rng.uniform(0, 400, (BOXES, 2))
    return np.concatenate([corner, corner + rng.uniform(10, 100, (BOXES, 2))], axis=1).astype("float32")


def _graph(call: Callable[[], object]) -> Callable[[], object]:
    """Return the call as a model runs it: as a graph of TensorFlow's."""
    import tensorflow as tf

    return tf.function(call, autograph=False)


def _pairs(rng: np.random.Generator) -> Iterator[tuple[str, str, Callable[[], object], Callable[[], object]]]:
    """Return name, oracle's name, and the two calls."""
    import cv2
    import tensorflow as tf
    from pycocotools import mask as mask_api

    from course.detection import boxes, coco_ap, nms, roi_align

    some, others = _random_boxes(rng), _random_boxes(rng)
    scores, labels = rng.random(BOXES).astype("float32"), rng.integers(0, CLASSES, BOXES)
    tensors = [tf.constant(array[None]) for array in (some, scores, labels, others)]  # captured, not folded away
    wide = np.concatenate([some[:, :2], some[:, 2:] - some[:, :2]], axis=1)
    wide_others = np.concatenate([others[:, :2], others[:, 2:] - others[:, :2]], axis=1).astype(float)

    overlaps = _graph(lambda: boxes.iou(tensors[0], tensors[3]))
    yield "iou", "pycocotools", overlaps, lambda: mask_api.iou(wide.astype(float), wide_others, [0] * BOXES)

    for limit in (100, BOXES):
        kept = _graph(lambda limit=limit: nms.nms(*tensors[:2], 0.5, limit))
        theirs = _graph(lambda limit=limit: tf.image.non_max_suppression(tensors[0][0], tensors[1][0], limit, 0.5))
        yield f"nms, at most {limit:,}", "TensorFlow", kept, theirs
    yield "nms, all", "OpenCV", kept, lambda: cv2.dnn.NMSBoxes(wide, scores, 0.0, 0.5)
    per_class = _graph(lambda: nms.nms_per_class(*tensors[:3], 0.5, BOXES))
    yield "nms_per_class, all", "OpenCV", per_class, lambda: cv2.dnn.NMSBoxesBatched(wide, scores, labels, 0.0, 0.5)

    features = tf.constant(rng.standard_normal((1, 128, 128, 64)), tf.float32)
    aligned = _graph(lambda: roi_align.roi_align(features, tensors[0], 7, 4))
    yield "roi_align 7 × 7", "SciPy's map_coordinates", aligned, _map_coordinates(features[0].numpy(), some)
    yield "roi_align 7 × 7", "TensorFlow's crop_and_resize", aligned, _crop_and_resize(features, some)

    image = some, scores, labels, others, labels
    parts = np.array_split(np.arange(BOXES), IMAGES)
    dealt = [[array[part] for array in image] for part in parts]
    yield "coco_ap, boxes", "pycocotools", lambda: _our_ap(coco_ap, dealt), lambda: _their_ap(dealt)


def _map_coordinates(features: np.ndarray, boxes: np.ndarray) -> Callable[[], object]:
    """Return RoIAlign box by box: 14 × 14 points interpolated by SciPy, averaged two by two."""
    from scipy.ndimage import map_coordinates

    middles, channels = (np.arange(14) + 0.5) / 14, np.arange(features.shape[2])

    def of_box(x1: float, y1: float, x2: float, y2: float) -> np.ndarray:
        places = np.meshgrid(y1 + (y2 - y1) * middles, x1 + (x2 - x1) * middles, channels, indexing="ij")
        values = map_coordinates(features, places, order=1, mode="nearest")
        return values.reshape(7, 2, 7, 2, -1).mean(axis=(1, 3))

    return lambda: [of_box(*box) for box in boxes / 4 - 0.5]


def _crop_and_resize(features, boxes: np.ndarray) -> Callable[[], object]:
    """Return RoIAlign as it was done with TensorFlow before: 14 × 14 points, averaged two by two."""
    import tensorflow as tf

    height, width = features.shape[1:3]
    x1, y1, x2, y2 = (boxes / 4 - 0.5).T
    half_y, half_x = (y2 - y1) / 28, (x2 - x1) / 28
    corners = [(y1 + half_y) / (height - 1), (x1 + half_x) / (width - 1)]
    corners += [(y2 - half_y) / (height - 1), (x2 - half_x) / (width - 1)]
    normalised, first = tf.constant(np.stack(corners, axis=1)), tf.zeros(len(boxes), tf.int32)
    return _graph(
        lambda: tf.nn.avg_pool2d(tf.image.crop_and_resize(features, normalised, first, (14, 14)), 2, 2, "VALID")
    )


def _our_ap(coco_ap, images: list[list[np.ndarray]]) -> float:
    evaluator = coco_ap.CocoEvaluator(CLASSES)
    for image in images:
        evaluator.add(*image)
    return evaluator.result()["AP"]


def _their_ap(images: list[list[np.ndarray]]) -> float:
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    def entries(boxes: np.ndarray, labels: np.ndarray, image: int) -> list[dict]:
        wide = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1).astype(float)
        return [
            {"image_id": image, "category_id": int(label), "bbox": list(box), "area": box[2] * box[3], "iscrowd": 0}
            for box, label in zip(wide, labels)
        ]

    truth = [entry for number, (_, _, _, *image) in enumerate(images) for entry in entries(*image, number)]
    found = [
        entry | {"score": float(score)}
        for number, (boxes, scores, labels, *_) in enumerate(images)
        for entry, score in zip(entries(boxes, labels, number), scores)
    ]
    coco = COCO()
    coco.dataset = {
        "info": {},
        "images": [{"id": number} for number in range(len(images))],
        "categories": [{"id": label} for label in range(CLASSES)],
        "annotations": [entry | {"id": number + 1} for number, entry in enumerate(truth)],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[0])
