"""Average precision as COCO computes it, for boxes and masks: the numbers of pycocotools, to the last digit.

In short: detections of a class are ranked by score over all images. Each takes the object that it overlaps most among
those not yet taken, if the IoU is large enough: then it is right, else wrong. At each of 101 recalls stands the best
precision at that recall or a larger one; AP is the mean over these recalls, over the classes, and over ten IoU
thresholds from 0.50 to 0.95. Crowds, and objects of another size than asked for, count neither way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

IOU_THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0, 1, 101)
AREAS = {"all": (0, 1e5**2), "small": (0, 32**2), "medium": (32**2, 96**2), "large": (96**2, 1e5**2)}
LIMITS = (1, 10, 100)  # detections of a class that count in an image
NOTHING = -1.0  # the value where there is no object to find


def box_iou(found: np.ndarray, objects: np.ndarray, crowd: np.ndarray | None = None) -> np.ndarray:
    """Return the IoU of each detection with each object; with a crowd, the share of the detection inside it.

    Args:
        found: ``(D, 4)`` xyxy.
        objects: ``(G, 4)`` xyxy.
        crowd: ``(G,)`` bool.

    Returns:
        ``(D, G)`` float64.

    Example:
        >>> box_iou([[0, 0, 2, 2]], [[0, 0, 2, 1], [0, 0, 4, 4]]).tolist()
        [[0.5, 0.25]]
        >>> box_iou([[0, 0, 2, 2]], [[0, 0, 4, 4]], crowd=[True]).tolist()
        [[1.0]]
    """
    found, objects = np.asarray(found, float).reshape(-1, 4), np.asarray(objects, float).reshape(-1, 4)
    low = np.maximum(found[:, np.newaxis, :2], objects[:, :2])  # [D, G, 2]
    high = np.minimum(found[:, np.newaxis, 2:], objects[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    return _ratio(shared, _box_area(found), _box_area(objects), crowd)


def mask_iou(found: np.ndarray, objects: np.ndarray, crowd: np.ndarray | None = None) -> np.ndarray:
    """Return the IoU of each detection's pixels with each object's: ``(D, H, W)``, ``(G, H, W)`` → ``(D, G)``."""
    found, objects = _pixels(found), _pixels(objects)
    shared = (found @ objects.T).astype(float) if found.size and objects.size else np.zeros((len(found), len(objects)))
    return _ratio(shared, found.sum(axis=1, dtype=float), objects.sum(axis=1, dtype=float), crowd)


def _pixels(masks: np.ndarray) -> np.ndarray:
    masks = np.asarray(masks, bool)
    return masks.reshape(len(masks), int(np.prod(masks.shape[1:]))).astype(np.float32)


def _ratio(shared: np.ndarray, found: np.ndarray, objects: np.ndarray, crowd: np.ndarray | None) -> np.ndarray:
    union = found[:, np.newaxis] + objects - shared
    if crowd is not None:
        union = np.where(np.asarray(crowd, bool), found[:, np.newaxis], union)
    return np.divide(shared, union, out=np.zeros_like(shared), where=shared > 0)


def _box_area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


@dataclass(frozen=True)
class AveragePrecision:
    """What an evaluation found. A value is -1 where there is no object to find.

    Attributes:
        precision: ``(10, 101, K, 4, 3)``: at each IoU threshold, recall, class, range of areas and limit of detections.
        recall: ``(10, K, 4, 3)``, the largest recall reached.
    """

    precision: np.ndarray
    recall: np.ndarray

    @property
    def summary(self) -> dict[str, float]:
        """The twelve numbers of COCO's table."""
        names = {"AP": {}, "AP50": {"iou": 0}, "AP75": {"iou": 5}}
        names |= {f"AP_{area}": {"area": place} for place, area in enumerate(AREAS) if place}
        summary = {name: self._mean(self.precision, **places) for name, places in names.items()}
        summary |= {f"AR{limit}": self._mean(self.recall, limit=place) for place, limit in enumerate(LIMITS)}
        return summary | {
            f"AR_{area}": self._mean(self.recall, area=place) for place, area in enumerate(AREAS) if place
        }

    def per_class(self, iou: int | None = None) -> np.ndarray:
        """Return the AP of each class, ``(K,)``; at one of the ten thresholds (0 for 0.50) if asked."""
        classes = range(self.precision.shape[2])
        return np.array([self._mean(self.precision[:, :, [place]], iou=iou) for place in classes])

    @staticmethod
    def _mean(values: np.ndarray, iou: int | None = None, area: int = 0, limit: int = len(LIMITS) - 1) -> float:
        values = values[..., area, limit]
        values = values if iou is None else values[iou]
        known = values[values > NOTHING]
        return float(known.mean()) if known.size else NOTHING

    def __getitem__(self, name: str) -> float:
        return self.summary[name]

    def __repr__(self) -> str:
        return "AveragePrecision(" + ", ".join(f"{name}={value:.3f}" for name, value in self.summary.items()) + ")"


@dataclass
class _Matches:
    """How the detections of one class in one image fared, best first."""

    scores: np.ndarray  # (D,)
    right: np.ndarray  # (A, T, D) bool: took an object or crowd
    ignored: np.ndarray  # (A, T, D) bool: counts neither way
    objects: np.ndarray  # (A,) number of objects to find


@dataclass
class CocoEvaluator:
    """Collects images, then computes AP.

    Example:
        >>> evaluator = CocoEvaluator(classes=1)
        >>> evaluator.add([[0, 0, 9, 9]], [0.9], [0], [[0, 0, 9, 9]], [0])
        >>> round(evaluator.result()["AP"], 3)
        1.0

    Attributes:
        classes: Number of classes.
        masks: Whether detections and objects are masks instead of boxes.
    """

    classes: int
    masks: bool = False
    _images: list[list[_Matches | None]] = field(default_factory=list, repr=False)

    def add(
        self,
        found: np.ndarray,
        scores: np.ndarray,
        found_labels: np.ndarray,
        objects: np.ndarray,
        labels: np.ndarray,
        crowd: np.ndarray | None = None,
        areas: np.ndarray | None = None,
    ) -> None:
        """Add an image.

        Args:
            found: ``(D, 4)`` xyxy boxes, or ``(D, H, W)`` bool masks.
            scores: ``(D,)``.
            found_labels: ``(D,)`` int from 0.
            objects: ``(G, 4)`` boxes, or ``(G, H, W)`` masks.
            labels: ``(G,)`` int from 0.
            crowd: ``(G,)`` bool.
            areas: ``(G,)``, which decide whether an object is small or large; by default its own.

        Raises:
            ValueError: Numbers do not match, a label is no class, or a score or box is not finite.
        """
        found, objects = self._instances(found), self._instances(objects)
        scores, found_labels, labels = np.asarray(scores, float), np.asarray(found_labels, int), np.asarray(labels, int)
        crowd = np.zeros(len(labels), bool) if crowd is None else np.asarray(crowd, bool)
        areas = self._areas(objects) if areas is None else np.asarray(areas, float)
        self._check(found, scores, found_labels, objects, labels, crowd, areas)
        image: list[_Matches | None] = []
        for label in range(self.classes):
            here, there = np.flatnonzero(found_labels == label), np.flatnonzero(labels == label)
            if not len(here) and not len(there):
                image.append(None)
                continue
            here = here[np.argsort(-scores[here], kind="stable")[: LIMITS[-1]]]
            overlap = mask_iou if self.masks else box_iou
            overlaps = overlap(found[here], objects[there], crowd[there])
            image.append(_match(overlaps, scores[here], self._areas(found[here]), crowd[there], areas[there]))
        self._images.append(image)

    def result(self) -> AveragePrecision:
        """Return what all images together give."""
        precision = np.full((len(IOU_THRESHOLDS), len(RECALLS), self.classes, len(AREAS), len(LIMITS)), NOTHING)
        recall = np.full((len(IOU_THRESHOLDS), self.classes, len(AREAS), len(LIMITS)), NOTHING)
        for label in range(self.classes):
            matches = [match for image in self._images if (match := image[label]) is not None]
            for area in range(len(AREAS)):
                to_find = sum(int(match.objects[area]) for match in matches)
                if to_find:
                    for place, limit in enumerate(LIMITS):
                        curves = _curves(matches, area, limit, to_find)
                        precision[:, :, label, area, place], recall[:, label, area, place] = curves
        return AveragePrecision(precision, recall)

    def _instances(self, values: np.ndarray) -> np.ndarray:
        values = np.asarray(values)
        if self.masks:
            return values.astype(bool) if values.ndim == 3 else np.zeros((len(values), 1, 1), bool)
        return values.astype(float).reshape(-1, 4)

    def _areas(self, values: np.ndarray) -> np.ndarray:
        return values.sum(axis=(1, 2), dtype=float) if self.masks else _box_area(values)

    def _check(self, found, scores, found_labels, objects, labels, crowd, areas) -> None:
        if not len(found) == len(scores) == len(found_labels):
            raise ValueError(f"{len(found)} detections, {len(scores)} scores and {len(found_labels)} labels")
        if not len(objects) == len(labels) == len(crowd) == len(areas):
            raise ValueError(f"{len(objects)} objects, {len(labels)} labels, {len(crowd)} crowds, {len(areas)} areas")
        both = np.concatenate([found_labels, labels])
        if ((both < 0) | (both >= self.classes)).any():
            raise ValueError(f"labels must lie in 0 … {self.classes - 1}, got {sorted(set(both.tolist()))}")
        boxes = () if self.masks else (found, objects)
        if not all(np.isfinite(values).all() for values in (scores, areas, *boxes)):
            raise ValueError("scores, areas and boxes must be finite")


def _match(
    overlaps: np.ndarray, scores: np.ndarray, found_areas: np.ndarray, crowd: np.ndarray, areas: np.ndarray
) -> _Matches:
    """Let each detection, best first, take an object, for all ranges of areas and IoU thresholds at once."""
    low, high = np.array(list(AREAS.values())).T[:, :, np.newaxis]  # [A, 1] each
    ignored_objects = crowd | (areas < low) | (areas > high)  # [A, G]
    thresholds = np.minimum(IOU_THRESHOLDS, 1 - 1e-10)[np.newaxis, :, np.newaxis]
    shape = (len(AREAS), len(IOU_THRESHOLDS), len(scores))
    right, ignored = np.zeros(shape, bool), np.zeros(shape, bool)
    free = np.ones((*shape[:2], len(areas)), bool)
    count = len(areas)
    for place in range(len(scores) if count else 0):
        row = overlaps[place]
        possible = (row >= thresholds) & (free | crowd)  # [A, T, G]
        wanted = possible & ~ignored_objects[:, np.newaxis]
        possible = np.where(wanted.any(axis=2, keepdims=True), wanted, possible)
        ranked = np.where(possible, row, -1)
        taken = count - 1 - ranked[..., ::-1].argmax(axis=2)  # of equals the last
        has = possible.any(axis=2)
        right[..., place] = has
        ignored[..., place] = has & np.take_along_axis(ignored_objects, taken, axis=1)
        free &= ~(has[..., np.newaxis] & (np.arange(count) == taken[..., np.newaxis]))
    outside = (found_areas < low) | (found_areas > high)  # [A, D]
    ignored |= ~right & outside[:, np.newaxis]
    return _Matches(scores, right, ignored, (~ignored_objects).sum(axis=1))


def _curves(matches: list[_Matches], area: int, limit: int, to_find: int) -> tuple[np.ndarray, np.ndarray]:
    """Return precision at each threshold and recall, (10, 101), and the recall reached, (10,)."""
    scores = np.concatenate([match.scores[:limit] for match in matches])
    order = np.argsort(-scores, kind="stable")
    right = np.concatenate([match.right[area, :, :limit] for match in matches], axis=1)[:, order]
    ignored = np.concatenate([match.ignored[area, :, :limit] for match in matches], axis=1)[:, order]
    true = np.cumsum(right & ~ignored, axis=1, dtype=float)
    false = np.cumsum(~right & ~ignored, axis=1, dtype=float)
    precision = np.zeros((len(IOU_THRESHOLDS), len(RECALLS)))
    if not len(order):
        return precision, np.zeros(len(IOU_THRESHOLDS))
    recalls = true / to_find
    raw = true / (true + false + np.spacing(1))
    envelope = np.maximum.accumulate(raw[:, ::-1], axis=1)[:, ::-1]
    for row, (reached, of_row) in enumerate(zip(recalls, envelope)):
        places = np.searchsorted(reached, RECALLS, side="left")
        inside = places < len(reached)
        precision[row, inside] = of_row[places[inside]]
    return precision, recalls[:, -1]


def evaluate_detections(
    found: Mapping[str, np.ndarray], targets: Mapping[str, np.ndarray], classes: int, masks: bool = False
) -> AveragePrecision:
    """Compare what ``predict`` returned with the targets; both as in :mod:`course.detection.examples`.

    Args:
        found: ``boxes``, ``labels``, ``scores``, and ``masks`` if masks are compared.
        targets: ``boxes``, ``labels``, ``instances`` if masks are compared, and ``crowd`` if there are any.
        classes: Number of classes.
        masks: Whether to compare masks, pasted into the image, instead of boxes.

    Raises:
        ValueError: Targets and detections are not of the same number, or masks are missing.
    """
    from course.detection.masks import masks_of_instances, paste_masks

    if masks and ("masks" not in found or "instances" not in targets):
        raise ValueError("to compare masks, detections need 'masks' and targets need 'instances'")
    if len(found["labels"]) != len(targets["labels"]):
        raise ValueError(f"detections of {len(found['labels'])} images, targets of {len(targets['labels'])}")
    evaluator = CocoEvaluator(classes, masks)
    for image in range(len(targets["labels"])):
        used, there = found["labels"][image] >= 0, targets["labels"][image] >= 0
        crowd = targets["crowd"][image][there] if "crowd" in targets else None
        boxes, objects = found["boxes"][image][used], targets["boxes"][image][there]
        if masks:
            instances = targets["instances"][image]
            boxes = paste_masks(found["masks"][image][used], boxes, *instances.shape)
            objects = masks_of_instances(instances, len(there))[there]
        scores, labels = found["scores"][image][used], found["labels"][image][used]
        evaluator.add(boxes, scores, labels, objects, targets["labels"][image][there], crowd)
    return evaluator.result()
