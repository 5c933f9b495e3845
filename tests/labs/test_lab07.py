"""The graded checks of lab 7: boxes, proposals, and detectors that look once."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import cv2
import numpy as np
from keras import ops

from course.checks import AnswerError, CheckFailedError, called, close, equal, holds, one_letter, points, same_formula
from course.detection import anchors, box_coding, boxes, proposals, roi_pool, yolo
from course.detection.coco_ap import box_iou

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch", "torchvision", "course", "pycocotools")

WITHOUT = {
    "iou": FRAMEWORKS,
    "nms": (*FRAMEWORKS, "cv2"),
    "nms_per_class": (*FRAMEWORKS, "cv2"),
    "match_detections": FRAMEWORKS,
    "average_precision": (*FRAMEWORKS, "sklearn"),
    "region_similarity": FRAMEWORKS,
    "merge_regions": FRAMEWORKS,
    "encode_boxes": FRAMEWORKS,
    "decode_boxes": FRAMEWORKS,
    "warp_region": ("course",),
    "roi_pool": FRAMEWORKS,
    "make_anchors": FRAMEWORKS,
    "yolo_encode": FRAMEWORKS,
    "yolo_decode": FRAMEWORKS,
    "hard_negatives": FRAMEWORKS,
    "box_of_mask": (*FRAMEWORKS, "skimage", "scipy", "cv2"),
    "crop_boxes": FRAMEWORKS,
}

NUMERIC = {"rtol": 1e-4, "atol": 1e-4}  # the oracles compute in float32
EXACT = {"rtol": 1e-6, "atol": 1e-6}


# What several checks use


def _boxes(rng, count, height=100.0, width=140.0, smallest=10.0) -> np.ndarray:
    """Return boxes (count, 4) within an image, with different sides."""
    sides = rng.uniform(smallest, [0.6 * width, 0.6 * height], (count, 2))
    corner = rng.uniform(0, 1, (count, 2)) * ([width, height] - sides)
    return np.concatenate([corner, corner + sides], axis=1)


def _array(got, shape, what) -> np.ndarray:
    """Return what came as an array, if it is one of the shape."""
    array = np.asarray(got) if not isinstance(got, np.ndarray) else got
    holds(array.dtype.kind in "biuf", f"return {what}", got=got)
    equal(array.shape, shape, hint=f"wrong shape: return {what}")
    return array


def _numpy(tensor) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def _centre_and_size(some) -> np.ndarray:
    return np.concatenate([(some[:, :2] + some[:, 2:]) / 2, some[:, 2:] - some[:, :2]], axis=1)


# iou


def _iou_with(first, second, plus=0.0, clip=True, over="union", separate=True) -> np.ndarray:
    """Return IoU with one mistake."""
    low = np.maximum(first[:, None, :2], second[:, :2])
    sides = np.minimum(first[:, None, 2:], second[:, 2:]) - low + plus
    shared = (np.clip(sides, 0, None) if clip else sides).prod(axis=-1)
    areas = [(some[:, 2:] - some[:, :2] + plus).prod(axis=-1) for some in (first, second)]
    total = areas[0][:, None] + areas[1]
    below = {
        "union": total - shared,
        "sum": total,
        "smaller": np.minimum(areas[0][:, None], areas[1]),
        "first": areas[0][:, None] + 0 * total,
        "dice": total / 2,
    }
    return shared / np.where(below[over] == 0, 1, below[over])


def _iou_mistakes(first, second) -> dict:
    return {
        "boxes apart share nothing: make a negative width or height 0, before you multiply the two": partial(
            _iou_with, first, second, clip=False
        ),
        "no '+ 1': coordinates are continuous, a width is x2 - x1": partial(_iou_with, first, second, plus=1.0),
        "the shared area is part of both areas: subtract it once from their sum": partial(
            _iou_with, first, second, over="sum"
        ),
        "divided by the smaller box's area and not by the union": partial(_iou_with, first, second, over="smaller"),
        "divided by the first box's area and not by the union": partial(_iou_with, first, second, over="first"),
        "twice the shared area over the sum of both is the Dice coefficient, not the IoU": partial(
            _iou_with, first, second, over="dice"
        ),
        "the shared part begins at the larger of the two starts and ends at the smaller of the two ends": partial(
            _iou_around, first, second
        ),
    }


def _iou_around(first, second) -> np.ndarray:
    """Return the result if the box around both is used in place of the box that they share."""
    sides = np.maximum(first[:, None, 2:], second[:, 2:]) - np.minimum(first[:, None, :2], second[:, :2])
    areas = [(some[:, 2:] - some[:, :2]).prod(axis=-1) for some in (first, second)]
    shared = sides.prod(axis=-1)
    return shared / (areas[0][:, None] + areas[1] - shared)


@points("iou", 1)
def test_iou(answer, rng):
    """Every pair, as Keras computes it"""
    first, second = _boxes(rng, 6), _boxes(rng, 4)
    second[0], second[1] = first[0], first[1] + [3, 2, 3, 2]
    got = called(answer.iou, first, second)
    holds(
        np.shape(got) != (4, 6),
        "this is transposed: the rows belong to boxes1, the columns to boxes2",
        got=np.shape(got),
    )
    got = _array(got, (6, 4), "an array of the shape (N, M)")
    close(
        got,
        _numpy(boxes.iou(first, second)),
        hint="shared area over (area of one + area of the other - shared area)",
        mistakes=_iou_mistakes(first, second),
        inputs={"boxes1": first, "boxes2": second},
        **NUMERIC,
    )


@points("iou", 0.5)
def test_iou_laws(answer, rng):
    """The same with the two boxes swapped; 1 for equal boxes, 0 for boxes apart; the same in any unit"""
    some, others = _boxes(rng, 5), _boxes(rng, 7)
    forth, back = _array(answer.iou(some, others), (5, 7), "(N, M)"), answer.iou(others, some)
    close(forth, np.asarray(back).T, hint="iou(a, b) and iou(b, a) must be each other's transpose", **EXACT)
    close(np.diagonal(answer.iou(some, some)), np.ones(5), hint="a box's IoU with itself is 1", **EXACT)
    apart = some[:1] + 1000.0
    close(
        answer.iou(some, apart),
        np.zeros((5, 1)),
        hint="boxes apart share nothing: their IoU is 0, also where both sides come out negative",
    )
    hint = "IoU must not change when both boxes are made ten times larger: no '+ 1' on sides"
    close(answer.iou(10 * some, 10 * others), forth, hint=hint, **NUMERIC)


@points("iou", 0.5)
def test_iou_edges(answer, rng):
    """Boxes without area, and lists without boxes"""
    point, box = np.array([[5.0, 5, 5, 5], [3, 3, 3, 9]]), np.array([[0.0, 0, 10, 10]])
    for first, second in ((point, box), (box, point), (point, point)):
        got = _array(answer.iou(first, second), (len(first), len(second)), "an array of the shape (N, M)")
        holds(bool(np.isfinite(got).all()), "0 / 0 gave NaN: a box without area overlaps nothing, 0", got=got)
        close(got, np.zeros(got.shape), hint="a box without area overlaps nothing: 0", **EXACT)
    for shape in ((0, 3), (3, 0), (0, 0)):
        got = answer.iou(_boxes(rng, shape[0]).reshape(-1, 4), _boxes(rng, shape[1]).reshape(-1, 4))
        equal(
            np.shape(got), shape, hint="without boxes there are no rows: the shape is (N, M), also for N = 0 or M = 0"
        )


# nms


def _nms(some, scores, threshold, order=None, strict=False, chain=True) -> list[int]:
    """Return the kept places, slowly; with `chain=False` dropped boxes suppress others too."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    overlaps, kept = box_iou(some, some), []
    for rank, place in enumerate(order):
        rivals = kept if chain else list(order[:rank])
        worst = max((overlaps[place, rival] for rival in rivals), default=-1)
        if worst < threshold or (worst == threshold and not strict):
            kept.append(int(place))
    return kept


def _crowd(rng, objects=5, copies=5) -> tuple[np.ndarray, np.ndarray]:
    """Return boxes, several around each object, and different scores."""
    centres = np.repeat(_boxes(rng, objects), copies, axis=0)
    sides = np.tile(centres[:, 2:] - centres[:, :2], 2)
    some = centres + rng.normal(0, 0.12, centres.shape) * sides
    return some, rng.permutation(np.linspace(0.05, 0.95, len(some)))


def _places(got, count, what) -> list[int]:
    array = np.asarray(got)
    holds(array.ndim == 1 and (array.size == 0 or array.dtype.kind in "iu"), f"return {what}: whole numbers", got=got)
    holds(bool(((array >= 0) & (array < count)).all()), f"return {what}: each is a place in `boxes`", got=got)
    return array.tolist()


PLACES = "the places in `boxes` of the boxes that are kept, (K,) ints"


@points("nms", 1)
def test_nms(answer, rng):
    """The boxes that a slow and simple search keeps, best first"""
    for threshold in (0.3, 0.5, 0.7):
        some, scores = _crowd(rng)
        equal(
            _places(called(answer.nms, some, scores, threshold), len(some), PLACES),
            _nms(some, scores, threshold),
            hint="take the best box, drop those with an IoU above the threshold, repeat with the boxes that are left",
            mistakes=_nms_mistakes(some, scores, threshold),
            inputs={"boxes": some, "scores": scores, "threshold": threshold},
        )
    apart, scores = np.arange(3)[:, None] * 20.0 + [0, 0, 10, 10], np.array([-2.5, -0.5, 0.5])
    hint = "scores may be negative, like those of a support vector machine: such boxes are kept like any other"
    kept = _places(answer.nms(apart, scores, 0.5), 3, PLACES)
    equal(kept, [2, 1, 0], hint=hint, inputs={"boxes": apart, "scores": scores, "threshold": 0.5})


def _nms_mistakes(some, scores, threshold) -> dict:
    expected = _nms(some, scores, threshold)
    by_score = np.argsort(-scores, kind="stable")
    return {
        "this goes from the worst to the best box: sort by falling scores": _nms(
            some, scores, threshold, order=np.argsort(scores)
        ),
        "the boxes are not sorted by their scores": _nms(some, scores, threshold, order=np.arange(len(some))),
        "a dropped box must not drop others: compare only with boxes that are kept": _nms(
            some, scores, threshold, chain=False
        ),
        "nothing was dropped": by_score,
        "these are in the order of `boxes`: return the best first": sorted(expected),
        "the best comes last: return the best first": expected[::-1],
        "these are places in the sorted list: return places in `boxes`": [
            int(np.flatnonzero(by_score == place)[0]) for place in expected
        ],
        "only the single best box was kept": expected[:1],
    }


@points("nms", 0.5)
def test_nms_edges(answer, rng):
    """An IoU equal to the threshold; equal scores; no boxes; a second suppression changes nothing"""
    some, scores = _crowd(rng)
    equal(
        _places(answer.nms(some, scores, 0.4), len(some), PLACES),
        _nms(some, scores, 0.4),
        hint="not only the special cases are wrong: mend the check above first",
        mistakes=_nms_mistakes(some, scores, 0.4),
        inputs={"boxes": some, "scores": scores, "threshold": 0.4},
    )
    pair = np.array([[0.0, 0, 10, 10], [0, 0, 10, 5], [0, 5, 10, 10]])
    kept = _places(answer.nms(pair, np.array([0.9, 0.8, 0.7]), 0.5), 3, PLACES)
    hint = "an IoU equal to the threshold is allowed: drop only boxes with a larger one"
    equal(kept, [0, 1, 2], hint=hint, inputs={"boxes": pair, "threshold": 0.5})
    same = np.repeat(pair[:1], 3, axis=0)
    kept = _places(answer.nms(same, np.array([0.5, 0.9, 0.9]), 0.5), 3, PLACES)
    first = "of equal scores the first goes first: sort stably"
    equal(kept, [1], hint=first, inputs={"scores": [0.5, 0.9, 0.9]})
    apart = np.arange(60)[:, None] * 20.0 + [0, 0, 10, 10]
    scores = np.tile([0.5, 0.9, 0.9], 20)
    kept = _places(answer.nms(apart, scores, 0.5), 60, PLACES)
    in_order = np.argsort(-scores, kind="stable").tolist()
    shown = "60 boxes apart, with scores 0.5, 0.9, 0.9, …"
    equal(kept, in_order, hint=f"{first}, np.argsort(…, kind='stable')", inputs=shown)
    equal(_places(answer.nms(np.zeros((0, 4)), np.zeros(0), 0.5), 1, PLACES), [], hint="no boxes: nothing is kept")
    some, scores = _crowd(rng)
    kept = _places(answer.nms(some, scores, 0.4), len(some), PLACES)
    again = _places(answer.nms(some[kept], scores[kept], 0.4), len(kept), PLACES)
    equal(again, list(range(len(kept))), hint="boxes that were kept must all stay when they are suppressed again")


# nms_per_class


@points("nms_per_class", 1)
def test_nms_per_class(answer, rng):
    """Only boxes of the same class suppress each other; all classes together, best first"""
    for threshold, step in ((0.3, 4), (0.5, 1)):
        some, scores = _crowd(rng)
        classes = rng.integers(0, 3, len(some)) * step  # 0, 4, 8: class numbers need not be close together
        groups = [np.flatnonzero(classes == label) for label in np.unique(classes)]
        by_class = [group[_nms(some[group], scores[group], threshold)] for group in groups]
        joined = np.concatenate(by_class)
        expected = joined[np.argsort(-scores[joined])]
        inside = [_nms(some[group], scores[group], threshold) for group in groups]
        equal(
            _places(called(answer.nms_per_class, some, scores, classes, threshold), len(some), PLACES),
            expected.tolist(),
            hint="suppress within each class, put the kept places together, sort them by falling scores",
            mistakes={
                "classes are ignored: boxes of different classes suppressed each other": _nms(some, scores, threshold),
                "these come class after class: the best of all classes comes first": joined.tolist(),
                "these are places within a class: return places in `boxes`": np.concatenate(inside).tolist(),
                "these are places within a class: return places in `boxes`, too": [
                    int(place)
                    for place in np.concatenate(inside)[np.argsort(-scores[np.concatenate(inside)], kind="stable")]
                ],
                "the best comes last: sort by falling scores": expected[::-1].tolist(),
                "these are in the order of `boxes`: return the best first": sorted(expected.tolist()),
                "only the best box of each class was kept": [
                    int(place) for place in sorted((group[0] for group in by_class), key=lambda place: -scores[place])
                ],
            },
            inputs={"boxes": some, "scores": scores, "classes": classes, "threshold": threshold},
        )
    some = np.array([[0.0, 0, 40, 40], [100, 100, 140, 140], [100, 0, 140, 40], [0, 100, 40, 140]])
    classes, scores = np.array([1, 0, 0, 0]), np.array([0.6, 0.9, 0.8, 0.7])
    hint = "boxes of different classes suppressed each other: shift classes apart by more than the largest coordinate"
    kept = _places(answer.nms_per_class(some, scores, classes, 0.3), 4, PLACES)
    equal(kept, [1, 2, 3, 0], hint=hint, inputs={"boxes": some, "scores": scores, "classes": classes})
    nothing = answer.nms_per_class(np.zeros((0, 4)), np.zeros(0), np.zeros(0, int), 0.5)
    equal(_places(nothing, 1, PLACES), [], hint="no boxes: nothing is kept")


@points("when_cells_touch", 0.5)
def test_when_cells_touch(answer):
    """What suppression does to neighbours"""
    reasons = {
        "A": "suppression does not know cells: 0.4 is larger than 0.3, so the second box is dropped",
        "C": "suppression makes no new boxes; it keeps some of the given ones",
        "D": "the best box is always kept",
    }
    one_letter(answer.when_cells_touch, "B", reasons)


# match_detections


def _matches(some, scores, objects, threshold, *, order=None, greedy="best free", strict=False, reuse=False):
    """Return which detections are right; the options are known mistakes."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    overlaps, free, right = box_iou(some, objects), np.ones(len(objects), bool), np.zeros(len(some), bool)
    for place in order:
        row = np.where(free | reuse, overlaps[place], -1) if greedy == "best free" else overlaps[place]
        if not len(row):
            continue
        taken = int(row.argmax())
        enough = row[taken] > threshold if strict else row[taken] >= threshold
        if enough and (free[taken] or reuse):
            right[place], free[taken] = True, False
    return right


def _two_close_objects(rng):
    """Return detections around overlapping objects, so that the second choice matters."""
    objects = np.array([[10.0, 10, 50, 50], [22, 10, 62, 50], [80, 60, 120, 90]])
    sides = np.tile(objects[:, 2:] - objects[:, :2], 2)
    some = np.repeat(objects, 4, axis=0) + rng.normal(0, 0.08, (12, 4)) * np.repeat(sides, 4, axis=0)
    order = rng.permutation(12)
    return some[order], rng.permutation(np.linspace(0.1, 0.98, 12)), objects


@points("match_detections", 1)
def test_match_detections(answer, rng):
    """The best chooses first; each takes the free object with the largest IoU; each object is taken once"""
    for threshold in (0.3, 0.5, 0.6):
        some, scores, objects = _two_close_objects(rng)
        by = partial(_matches, some, scores, objects, threshold)
        close(
            _array(called(answer.match_detections, some, scores, objects, threshold), (12,), "(N,) bools").astype(int),
            by().astype(int),
            hint="from the highest score down: take the free object with the largest IoU, if it is large enough",
            mistakes={
                "an object was taken twice: doubles are wrong": by(reuse=True).astype(int),
                "the detections must choose in the order of their scores": by(order=range(12)).astype(int),
                "the lowest score chose first": by(order=np.argsort(scores)).astype(int),
                "if its first choice is taken, a detection takes the best of those still free": (
                    by(greedy="best").astype(int)
                ),
                "return the results in the order of `boxes`, not in the order of their scores": (
                    by()[np.argsort(-scores)].astype(int)
                ),
            },
            inputs={"boxes": some, "scores": scores, "objects": objects, "threshold": threshold},
        )


@points("match_detections", 0.5)
def test_match_edges(answer):
    """Four detections by hand; an IoU equal to the threshold; images without objects or detections"""
    objects = np.array([[0.0, 0, 10, 10], [3, 0, 13, 10]])
    some = np.array([[1.0, 0, 11, 10], [0, 1, 10, 11], [0, 0, 10, 10], [50, 50, 60, 60]])
    scores = np.array([0.8, 0.5, 0.9, 0.95])
    got = answer.match_detections(some, scores, objects, 0.5)
    equal(
        np.asarray(got).astype(int).tolist(),
        [1, 0, 1, 0],
        hint="score 0.95 finds nothing; 0.9 takes the first object; 0.8 the second; 0.5 overlaps only a taken object",
        mistakes={
            "if its first choice is taken, a detection takes the best of those still free": [0, 0, 1, 0],
            "an object was taken twice: doubles are wrong": [1, 1, 1, 0],
            "return the results in the order of `boxes`, not in the order of their scores": [0, 1, 1, 0],
        },
        inputs={"boxes": some, "scores": scores, "objects": objects, "threshold": 0.5},
    )
    box, half = np.array([[0.0, 0, 10, 10]]), np.array([[0.0, 0, 10, 5]])
    got = answer.match_detections(half, np.array([0.9]), box, 0.5)
    hint = "an IoU equal to the threshold suffices"
    equal(np.asarray(got).astype(int).tolist(), [1], hint=hint, inputs={"IoU": 0.5, "threshold": 0.5})
    got = answer.match_detections(np.repeat(box, 40, axis=0), np.full(40, 0.5), box, 0.5)
    hint = "of equal scores the first in `boxes` chooses first: sort stably, np.argsort(-scores, kind='stable')"
    equal(np.asarray(got).astype(int).tolist(), [1] + [0] * 39, hint=hint, inputs="40 times the same box and score")
    got = answer.match_detections(box, np.array([0.9]), np.zeros((0, 4)), 0.5)
    equal(np.asarray(got).astype(int).tolist(), [0], hint="without objects every detection is wrong")
    got = answer.match_detections(np.zeros((0, 4)), np.zeros(0), box, 0.5)
    equal(np.shape(got), (0,), hint="without detections the result has no entries: shape (0,)")


# average_precision


def _average_precision(scores, right, objects, *, falling=True, at=101, order=None, recall_of=None, beyond=0.0):
    """Return AP; the options are known mistakes."""
    order = np.argsort(-scores, kind="stable") if order is None else order
    true = np.cumsum(right[order])
    recall, precision = true / (recall_of or objects), true / np.arange(1, len(order) + 1)
    if falling == "forwards":
        precision = np.maximum.accumulate(precision)
    elif falling:
        precision = np.maximum.accumulate(precision[::-1])[::-1]
    if at is None:  # the area under the steps
        return float(np.sum(precision * np.diff(recall, prepend=0)))
    places = np.searchsorted(recall, np.linspace(0, 1, at))
    values = np.append(precision, beyond)[places]
    return float(values.mean()) if np.isfinite(beyond) else float(np.nanmean(values))


@points("average_precision", 1)
def test_average_precision(answer, rng):
    """As COCO's program computes it: falling precision, at 101 recalls"""
    for objects in (7, 13, 23):
        count = 3 * objects
        scores, right = rng.permutation(np.linspace(0.02, 0.99, count)), np.zeros(count, bool)
        good = np.argsort(-(scores + rng.normal(0, 0.3, count)))[: objects - 2]
        right[good] = True
        by = partial(_average_precision, scores, right, objects)
        close(
            called(answer.average_precision, scores, right, objects),
            by(),
            hint="sort by falling scores; precision and recall after each; make precision fall; read it at 101 recalls",
            mistakes={
                "the detections are not sorted by falling scores": partial(by, order=np.arange(count)),
                "sorted from the lowest score up: sort from the highest down": partial(by, order=np.argsort(scores)),
                "make the curve fall: take the highest precision at this or a later place": partial(by, falling=False),
                "take the highest precision at this or any *later* place, not at earlier ones": partial(
                    by, falling="forwards"
                ),
                "read the curve at 101 recalls, 0, 0.01, …, 1; this is the area under its steps": partial(by, at=None),
                "11 recalls belong to an older benchmark; COCO has 101": partial(by, at=11),
                "100 recalls: 0 and 1 both count, np.linspace(0, 1, 101)": partial(by, at=100),
                "divide by the number of objects, not of those that were found": partial(
                    by, recall_of=int(right.sum())
                ),
                "recalls that are never reached count as 0; they were left out of the mean": partial(by, beyond=np.nan),
            },
            inputs={"scores": scores, "right": right, "objects": objects},
            **EXACT,
        )


@points("average_precision", 0.5)
def test_average_precision_edges(answer):
    """1 if all are found without a mistake, 0 if nothing is found; and one computed by hand"""
    close(
        answer.average_precision(np.array([0.9, 0.8]), np.array([True, True]), 2),
        1.0,
        hint="all found: AP is 1",
        mistakes={"the last recall, 1, is reached: it must be at least the one asked for, not more": 100 / 101},
    )
    close(answer.average_precision(np.zeros(0), np.zeros(0, bool), 3), 0.0, hint="no detections: AP is 0")
    close(answer.average_precision(np.array([0.9]), np.array([False]), 3), 0.0, hint="nothing right: AP is 0")
    scores, right = np.array([0.9, 0.7, 0.8]), np.array([True, True, False])
    close(
        answer.average_precision(scores, right, 4),
        (26 * 1.0 + 25 * 2 / 3) / 101,
        hint="4 objects; right, wrong, right: precision 1 at recalls up to 0.25 (26 of them), 2/3 up to 0.5, then 0",
        mistakes={
            "a recall is reached where it is at least the one asked for: 26 recalls go up to 0.25": (
                (25 * 1.0 + 25 * 2 / 3) / 101
            ),
        },
        inputs={"scores": scores, "right": right, "objects": 4},
        **EXACT,
    )


# region_similarity and merge_regions


def _region(rng, corner=(0, 0), side=20) -> dict:
    """Return a random region, as a dictionary."""
    x, y = corner
    width, height = rng.integers(side // 2, side, 2).tolist()
    colour, texture = rng.dirichlet(np.ones(12)), rng.dirichlet(np.ones(9))
    size = int(rng.integers(width * height // 2, width * height))
    return {"size": size, "box": (x, y, x + width, y + height), "colour": colour, "texture": texture}


def _as_region(region) -> proposals.Region:
    return proposals.Region(region["size"], tuple(region["box"]), region["colour"], region["texture"])


def _four(first, second, image_size) -> list[float]:
    one, other = _as_region(first), _as_region(second)
    return [
        proposals.colour_similarity(one, other),
        proposals.texture_similarity(one, other),
        proposals.size_similarity(one, other, image_size),
        proposals.fill_similarity(one, other, image_size),
    ]


@points("region_similarity", 1)
def test_region_similarity(answer, rng):
    """Colour, texture, size and fill, one after another"""
    first, second = _region(rng), _region(rng, (25, 12))
    image_size = 60 * 80
    got = answer.region_similarity(first, second, image_size)
    right = isinstance(got, (list, tuple, np.ndarray)) and len(got) == 4
    holds(right, "return four numbers: colour, texture, size, fill", got=got)
    expected = _four(first, second, image_size)
    covered = first["size"] + second["size"]
    x1, y1, x2, y2 = (min(first["box"][k], second["box"][k]) for k in range(4))
    x2, y2 = (max(first["box"][k], second["box"][k]) for k in (2, 3))
    area = (x2 - x1) * (y2 - y1)
    known = {
        "colour": {
            "histograms share the smaller of the two in each bin, not the product": (
                (first["colour"] * second["colour"]).sum()
            ),
            "take the smaller of the two in each bin, not the larger": (
                np.maximum(first["colour"], second["colour"]).sum()
            ),
            "this is a distance, which is large for different regions; similarity is what the histograms share": (
                np.abs(first["colour"] - second["colour"]).sum()
            ),
        },
        "texture": {"this is the similarity of colours: use the texture histograms": expected[0]},
        "size": {
            "take 1 minus the share: small regions are to merge first": covered / image_size,
            "both regions count": 1 - first["size"] / image_size,
        },
        "fill": {
            "take 1 minus the share that stays empty": (area - covered) / image_size,
            "only what both regions leave empty counts: subtract their sizes from the box's area": (
                1 - area / image_size
            ),
            "divide by the pixels of the image, not of the box": 1 - (area - covered) / area,
        },
    }
    hints = {
        "colour": "colour: the sum over all bins of the smaller of the two",
        "texture": "texture: the sum over all bins of the smaller of the two texture histograms",
        "size": "size: 1 - (pixels of both) / (pixels of the image)",
        "fill": "fill: 1 - (area of the box around both - pixels of both) / (pixels of the image)",
    }
    for place, name in enumerate(hints):
        close(
            got[place],
            expected[place],
            hint=hints[name],
            mistakes={f"{name}: {hint}": wrong for hint, wrong in known[name].items()},
            inputs={"first": first, "second": second, "image_size": image_size},
        )


def _grid_of_regions(rng, rows=3, columns=4):
    """Return regions in a grid, each touching its neighbours beside, above and below it."""
    regions = [_region(rng, (30 * column, 25 * row)) for row in range(rows) for column in range(columns)]
    touching = [(k, k + 1) for k in range(rows * columns) if (k + 1) % columns]
    touching += [(k, k + columns) for k in range((rows - 1) * columns)]
    for name in ("colour", "texture"):  # the most similar pair does not touch
        regions[2][name] = regions[0][name].copy()
    return regions, touching


def _merge(regions, touching, image_size, *, pick=max, only=None, inherit="both", after=None):
    """Return all regions; the options are known mistakes."""
    regions = list(regions)

    def likeness(pair):
        four = _four(regions[pair[0]], regions[pair[1]], image_size)
        return sum(four if only is None else [four[only]])

    pairs = {pair: likeness(pair) for pair in touching}
    while pairs and (after is None or len(regions) < after):
        best = pick(pairs, key=pairs.get)
        new = len(regions)
        union = _as_region(regions[best[0]]).merged(_as_region(regions[best[1]]))
        regions.append(vars(union))
        gone = [pair for pair in pairs if best[0] in pair or best[1] in pair]
        heirs = [pair for pair in gone if inherit == "both" or best[0] in pair]
        others = {place for pair in heirs for place in pair} - set(best)
        for pair in gone:
            del pairs[pair]
        pairs |= {(other, new): likeness((other, new)) for other in others}
    return regions


def _described(regions) -> list[list[float]]:
    return [[region["size"], *region["box"]] for region in regions]


def _merge_mistakes(regions, touching, image_size) -> dict:
    count = len(regions)
    by = partial(_merge, regions, touching, image_size)
    only = "only one of the four similarities was used: add all four"
    return {
        "the least similar pair was merged first": partial(by, pick=min),
        "`touching` is ignored: only neighbours may merge, not any two": partial(
            _merge, regions, list(combinations(range(count), 2)), image_size
        ),
        "a union touches all that either of the two touched: neighbours of one of them were lost": partial(
            by, inherit="first"
        ),
        "only one pair was merged: repeat as long as there is a pair": partial(by, after=count + 1),
        **{
            f"{only} ({name} alone)": partial(by, only=place)
            for place, name in enumerate(("colour", "texture", "size", "fill"))
        },
        "the first regions are missing: return them too, in front of the unions": lambda: by()[count:],
        "nothing was merged": regions,
    }


@points("merge_regions", 1)
def test_merge_regions(answer, rng):
    """The most similar neighbours merge first, until one region is left"""
    regions, touching = _grid_of_regions(rng)
    image_size = 130 * 90
    got = answer.merge_regions(regions, touching, image_size)
    is_list = isinstance(got, (list, tuple)) and all(isinstance(region, dict) for region in got)
    holds(is_list, "return a list of regions, each a dictionary", got=got)
    count = len(regions)
    expected = _described(_merge(regions, touching, image_size))
    holds(all({"size", "box"} <= set(region) for region in got), "a union is what `merged` returns", got=got[-1])
    mistakes = _merge_mistakes(regions, touching, image_size)
    found = _described(got)
    _not_merged_so(found, expected, mistakes, count, touching)
    again = "more unions than there can be: a region that was merged must not merge again; remove all its pairs"
    holds(len(got) < 2 * count, again, inputs={"touching": touching}, expected=2 * count - 1, got=len(got))
    hint = "merging all regions into one takes as many unions as there are regions, minus 1"
    equal(len(got), 2 * count - 1, hint=hint, inputs={"touching": touching})
    close(found, expected, hint="the unions differ: merge the pair with the largest sum of similarities, each time")


def _not_merged_so(found, expected, mistakes, count, touching) -> None:
    """Fail where the regions found are those of a known mistake."""
    for hint, wrong in mistakes.items() if found != expected else ():
        same = found == _described(wrong() if callable(wrong) else wrong)
        holds(not same, hint, inputs={"touching": touching}, expected=expected[count:], got=found[count:])


@points("merge_regions", 0.5)
def test_merge_only_neighbours(answer, rng):
    """Only regions that touch are merged; parts of the image that do not touch stay apart"""
    regions, touching = _grid_of_regions(rng, 1, 6)
    touching = [pair for pair in touching if pair != (2, 3)]
    image_size = 200 * 40
    kept = [dict(region) for region in regions]
    got = answer.merge_regions(regions, touching, image_size)
    holds(isinstance(got, (list, tuple)), "return a list of regions", got=got)
    holds(
        all(isinstance(region, dict) and {"size", "box"} <= set(region) for region in got), "a list of regions", got=got
    )
    expected = _merge(kept, touching, image_size)
    _not_merged_so(_described(got), _described(expected), _merge_mistakes(kept, touching, image_size), 6, touching)
    hint = "two groups that do not touch stay two: only pairs in `touching`, and their unions, may merge"
    equal(len(got), 6 + 2 + 2, hint=hint, inputs={"touching": touching})
    close(_described(got[:6]), _described(kept), hint="the list begins with the given regions, unchanged")
    close(_described(got), _described(expected), hint=hint, inputs={"touching": touching})
    hint = "a union's histograms are those that `merged` makes"
    close([region["colour"] for region in got], [region["colour"] for region in expected], hint=hint)
    alone = answer.merge_regions(kept[:1], [], image_size)
    equal(len(alone), 1, hint="one region and no neighbours: nothing to merge")


# encode_boxes and decode_boxes

VARIANCE = (0.1, 0.1, 0.2, 0.2)


def _encode(some, grid, variance, *, point="centre", divide=True, log=np.log, by="anchor", power=1) -> np.ndarray:
    """Return codes; the options are known mistakes."""
    sides, grid_sides = some[:, 2:] - some[:, :2], grid[:, 2:] - grid[:, :2]
    shift = 0.5 if point == "centre" else 0.0
    moves = some[:, :2] + shift * sides - grid[:, :2] - shift * grid_sides
    if divide:
        moves = moves / (grid_sides if by == "anchor" else sides)
    ratio = sides / grid_sides if by == "anchor" else grid_sides / sides
    return np.concatenate([moves, log(ratio)], axis=1) / np.array(variance) ** power


def _sides_ratio(some) -> np.ndarray:
    """Return heights over widths, (N, 1)."""
    return (some[:, 3:] - some[:, 1:2]) / (some[:, 2:3] - some[:, :1])


@points("encode_boxes", 1)
def test_encode_boxes(answer, rng):
    """Moves in sides of the anchor, growth as logarithms, each over its variance"""
    some, grid = _boxes(rng, 6), _boxes(rng, 6)
    for variance in ((1.0, 1.0, 1.0, 1.0), VARIANCE):
        by = partial(_encode, some, grid, variance)
        got = called(answer.encode_boxes, some, grid, variance)
        mistakes = {
            "the corner's move, not the centre's": partial(by, point="corner"),
            "moves are in pixels: divide them by the anchor's width and height": partial(by, divide=False),
            "the growth is not a logarithm: np.log(w / w_a)": partial(by, log=np.asarray),
            "logarithms to the base 2; natural ones were asked for": partial(by, log=np.log2),
            "box and anchor are swapped: relative to the anchor's sides": _encode(grid, some, variance),
            "divide by the anchor's sides, not the box's": np.concatenate([by(by="box")[:, :2], by()[:, 2:]], axis=1),
            "width and height, x and y are swapped": by()[:, [1, 0, 3, 2]],
            "the order is d_x, d_y, d_w, d_h: both moves first, then both logarithms": by()[:, [0, 2, 1, 3]],
            "the order is d_x, d_y, d_w, d_h: the moves come first": by()[:, [2, 3, 0, 1]],
            "a move goes from the anchor to the box: the box's centre minus the anchor's": by() * [-1, -1, 1, 1],
            "the signs are wrong: box minus anchor, and log(box / anchor)": -by(),
            "x is divided by the anchor's width and y by its height; here one side served for both": (
                by() * np.concatenate([np.ones((6, 1)), _sides_ratio(grid), np.ones((6, 2))], axis=1)
            ),
        }
        if variance == VARIANCE:
            mistakes |= {
                "`variance` is ignored: divide each number by its own": partial(by, power=0),
                "multiplied by the variance: divide when encoding": partial(by, power=-1),
                "each number has a variance of its own; here one was used for all": _encode(
                    some, grid, VARIANCE[:1] * 4
                ),
            }
        close(
            _array(got, (6, 4), "an array (N, 4)"),
            _numpy(box_coding.encode_boxes(some, grid, variance)),
            hint="(x - x_a) / w_a, (y - y_a) / h_a, log(w / w_a), log(h / h_a) with centres, each over its variance",
            mistakes=mistakes,
            inputs={"boxes": some, "anchors": grid, "variance": variance},
            **NUMERIC,
        )
    close(answer.encode_boxes(grid, grid), np.zeros((6, 4)), hint="an anchor's own code is 0, 0, 0, 0", **NUMERIC)


def _decode(deltas, grid, *, exp=np.exp, point="centre", halves=0.5, multiply=True) -> np.ndarray:
    sides = grid[:, 2:] - grid[:, :2]
    start = grid[:, :2] + (sides / 2 if point == "centre" else 0)
    centres = start + deltas[:, :2] * (sides if multiply else 1)
    grown = halves * sides * exp(deltas[:, 2:])
    return np.concatenate([centres - grown, centres + grown], axis=1)


@points("decode_boxes", 0.5)
def test_decode_boxes(answer, rng):
    """Offsets to boxes, as `course.detection` computes them"""
    grid, deltas = _boxes(rng, 6), rng.normal(0, [0.3, 0.3, 0.5, 0.5], (6, 4))
    grid[0] -= np.tile(grid[0, :2], 2)  # the first box reaches beyond the image, on the left and above
    deltas[0] = (np.abs(deltas[0]) + 0.1) * [-1, -1, 1, 1]
    for variance in ((1.0, 1.0, 1.0, 1.0), VARIANCE):
        scaled = deltas * np.array(variance)
        expected = _numpy(box_coding.decode_boxes(deltas, grid, variance))
        mistakes = {
            "width and height grow by exp(d), not by 1 + d": partial(_decode, scaled, grid, exp=lambda d: 1 + d),
            "width and height grow by exp(d), not by d": partial(_decode, scaled, grid, exp=np.asarray),
            "the box is centred on the anchor's corner: add half the anchor's sides": partial(
                _decode, scaled, grid, point="corner"
            ),
            "twice too large: half the width lies on each side of the centre": partial(
                _decode, scaled, grid, halves=1.0
            ),
            "moves are in sides of the anchor: multiply them by its width and height": partial(
                _decode, scaled, grid, multiply=False
            ),
            "return corners x1, y1, x2, y2; this is centre and size": _centre_and_size(expected),
            "boxes may reach beyond the image: do not cut them at 0": np.maximum(expected, 0),
        }
        if variance == VARIANCE:
            mistakes |= {
                "each number has a variance of its own; here one was used for all": partial(
                    _decode, deltas * VARIANCE[0], grid
                ),
                "`variance` is ignored: multiply each number by its own": partial(_decode, deltas, grid),
                "this divides by the variance: multiply when decoding": partial(
                    _decode, deltas / np.array(variance), grid
                ),
            }
        close(
            _array(called(answer.decode_boxes, deltas, grid, variance), (6, 4), "an array (N, 4)"),
            expected,
            hint="centre: anchor's centre + d · sides; sides: anchor's sides · exp(d); from these the corners",
            mistakes=mistakes,
            inputs={"deltas": deltas, "anchors": grid, "variance": variance},
            rtol=1e-3,
            atol=1e-3,
        )


@points("decode_boxes", 0.5)
def test_round_trip(answer, rng):
    """Decoding what was encoded gives every box again, to 1e-5"""
    some, grid = _boxes(rng, 50), _boxes(rng, 50)
    for variance in ((1.0, 1.0, 1.0, 1.0), VARIANCE):
        coded = answer.encode_boxes(some, grid, variance)
        back = answer.decode_boxes(coded, grid, variance)
        hint = "decode_boxes must undo what encode_boxes did, with the same variance, also for boxes far away"
        close(back, some, hint=hint, inputs={"variance": variance}, rtol=1e-5, atol=1e-5)
    own = answer.decode_boxes(np.zeros((50, 4)), grid)
    close(own, grid, hint="0, 0, 0, 0 means: leave the anchor as it is", rtol=1e-5, atol=1e-5)


# warp_region


def _smooth_photo(rng, height, width) -> np.ndarray:
    """Return a photograph without detail, so that every bilinear way to resize it gives about the same."""
    small = rng.uniform(0, 255, (5, 7, 3)).astype("float32")
    return np.clip(np.rint(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)), 0, 255).astype("uint8")


def _warp(image, left, top, right, bottom, size, wrap=False, method=cv2.INTER_LINEAR) -> np.ndarray:
    """Return a region, warped, or None where it is empty; `wrap=True` leaves negative indices in."""
    left, top = (left, top) if wrap else (max(left, 0), max(top, 0))
    part = image[top:bottom, left:right].astype("float32")
    return cv2.resize(np.ascontiguousarray(part), (size, size), interpolation=method) if part.size else None


def _warped_padded(image, left, top, right, bottom, size, border) -> np.ndarray:
    """Return a region of an image that goes on beyond its border."""
    margin = 50
    wider = cv2.copyMakeBorder(image, margin, margin, margin, margin, border)
    return _warp(wider, *(side + margin for side in (left, top, right, bottom)), size)


def _warped_with(image, box, size, context) -> np.ndarray:
    (left, top), (right, bottom) = np.floor(box[:2]).astype(int), np.ceil(box[2:]).astype(int)
    return _warp(image, left - context, top - context, right + context, bottom + context, size)


def _warp_mistakes(image, box, size, context) -> dict:
    known = partial(_warped_with, image, box, size)
    (left, top), (right, bottom) = np.floor(box[:2]).astype(int) - context, np.ceil(box[2:]).astype(int) + context
    sides = left, top, right, bottom
    side = int(max(box[2:] - box[:2])) + 2 * context
    widened = context * np.array([-1, -1, 1, 1])
    mistakes = {
        "x and y are swapped: rows are y, and come first: image[y1:y2, x1:x2]": _warped_with(
            image, box[[1, 0, 3, 2]], size, context
        ),
        "take all pixels that the box touches, even partly: round its start down and its end up": _warp(
            image, *(np.round(box).astype(int) + widened), size
        ),
        "the end is rounded down: pixels that the box touches partly belong to it": _warp(
            image, *(np.floor(box).astype(int) + widened), size
        ),
        "round the end up with np.ceil: floor + 1 is a pixel too many for a box that ends between pixels": _warp(
            image, left, top, *(np.floor(box[2:]).astype(int) + 1 + context), size
        ),
        "`context` is ignored: take that many more pixels on each side": known(0),
        "`context` was subtracted from the box: add it on each side": known(-context),
        "`context` is an argument: this is the region with 2 pixels around it, whatever `context` is": known(2),
        "the values were scaled: leave them from 0 to 255": known(context) / 255,
        "the ratio of the sides was kept: warp the region, whatever its shape": _warp(
            image, left, top, left + side, top + side, size
        ),
        "resize bilinearly: this is the nearest pixel": _warp(image, *sides, size, method=cv2.INTER_NEAREST),
        "a negative index counts from the other end of the image: cut the region at 0": _warp(
            image, *sides, size, wrap=True
        ),
        "the region ends at the image's border; here the image was continued beyond it": _warped_padded(
            image, *sides, size, cv2.BORDER_REPLICATE
        ),
        "the region ends at the image's border; here it was padded with zeros": _warped_padded(
            image, *sides, size, cv2.BORDER_CONSTANT
        ),
    }
    return {hint: wrong for hint, wrong in mistakes.items() if wrong is not None}


def _warped_by(answer, hint, photo, box, size, context, **shown) -> np.ndarray:
    """Return an answer's region; where it raises, fail with the hint."""
    try:
        return _array(answer.warp_region(photo, box, size, context), (size, size, 3), "(size, size, channels)")
    except AnswerError as error:
        why = "your region has no pixels" if "empty" in str(error) else f"your code raised {error.in_brief}"
        raise CheckFailedError(f"{hint} ({why})", inputs={"box": box, "context": context, **shown}) from None


@points("warp_region", 0.5)
def test_warp_region(answer, rng):
    """The box and its surroundings, resized to a square"""
    image = _smooth_photo(rng, 60, 90)
    for box, size, context in (([20.3, 10.6, 51.2, 43.1], 24, 2), ([30.0, 18.0, 70.0, 50.0], 16, 5)):
        box = np.array(box)
        close(
            _array(answer.warp_region(image, box, size, context), (size, size, 3), "(size, size, channels)"),
            _warped_with(image, box, size, context),
            hint="rows floor(y1) - context … ceil(y2) + context, columns in the same way, resized bilinearly",
            mistakes=_warp_mistakes(image, box, size, context),
            inputs={"image": image, "box": box, "size": size, "context": context},
            rtol=0.02,
            atol=2.5,
        )


@points("warp_region", 0.5)
def test_warp_at_the_border(answer, rng):
    """At the image's border the region ends; the result is float32"""
    image = _smooth_photo(rng, 60, 90)
    for box in ([0.0, 0, 30, 20], [60.5, 30.2, 90, 60], [1.0, 40, 40, 59.5]):
        box = np.array(box)
        hint = "the region ends at the image's border, without padding (is the check above passed?)"
        negative = "a negative index counts from the other end of the image: cut the region at 0"
        got = _warped_by(answer, negative if box.min() < 4 else hint, image, box, 20, 4, image="60 × 90 pixels")
        close(
            got,
            _warped_with(image, box, 20, 4),
            hint=hint,
            mistakes=_warp_mistakes(image, box, 20, 4),
            inputs={"box": box, "context": 4, "image": "60 × 90 pixels"},
            rtol=0.02,
            atol=2.5,
        )
        equal(str(np.asarray(got).dtype), "float32", hint="return float32")
    hint = "for a box within one pixel, round its start down and its end up, so that at least this pixel is there"
    tiny = _warped_by(answer, hint, image, np.array([10.2, 10.2, 10.9, 10.8]), 20, 0)
    close(tiny, np.broadcast_to(image[10, 10].astype("float32"), (20, 20, 3)), hint=hint, rtol=0.02, atol=2.5)


# roi_pool


def _roi_pool(features, some, size, stride) -> np.ndarray:
    return _numpy(roi_pool.roi_pool(features[None].astype("float32"), some[None], size, stride))[0]


def _pool_with(features, some, size, stride, *, cells=None, reduce=np.max, overlap=True, swap=False) -> np.ndarray:
    """Return pooled regions, slowly; the options are known mistakes."""
    cells = (lambda box: np.floor(box / stride + 0.5)) if cells is None else cells
    height, width, channels = features.shape
    pooled = np.zeros((len(some), size, size, channels))
    for number, box in enumerate(some):
        x1, y1, x2, y2 = np.clip(cells(box), 0, [width - 1, height - 1] * 2).astype(int)
        rows, columns = (_bins(first, last, size, overlap) for first, last in ((y1, y2), (x1, x2)))
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                pooled[(number, j, i) if swap else (number, i, j)] = reduce(features[row, column], axis=(0, 1))
    return pooled


def _bins(first, last, size, overlap=True) -> list[slice]:
    count = last - first + 1
    ends = [-(-(k + 1) * count // size) for k in range(size)]
    if not overlap:
        ends = [max((k + 1) * count // size, k * count // size + 1) for k in range(size)]
    return [slice(first + k * count // size, first + end) for k, end in enumerate(ends)]


@points("roi_pool", 1)
def test_roi_pool(answer, rng):
    """Maxima of bins of whole cells, as in `course.detection`"""
    for size, stride in ((2, 4), (3, 8), (4, 4)):
        features = rng.normal(size=(14, 18, 3)).astype("float32")
        some = _boxes(rng, 5, 13.4 * stride, 17.4 * stride, 3.0 * stride)  # the last cells lie on the map
        expected = _roi_pool(features, some, size, stride)
        close(
            _array(called(answer.roi_pool, features, some, size, stride), expected.shape, "(N, size, size, C)"),
            expected,
            hint="cells a … b of the map, both included; bin i from a + floor(i n / k) to a + ceil((i + 1) n / k)",
            mistakes=_pool_mistakes(features, some, size, stride),
            inputs={"features": features, "boxes": some, "size": size, "stride": stride},
            **NUMERIC,
        )


def _pool_mistakes(features, some, size, stride) -> dict:
    by = partial(_pool_with, features, some, size, stride)

    def nearest(box):
        return np.floor(box / stride + 0.5)

    return {
        "the boxes are in pixels of the image: divide them by the stride": partial(by, cells=np.round),
        "round to the nearest cell, floor(x / stride + 1/2); this is rounded down": partial(
            by, cells=lambda box: np.floor(box / stride)
        ),
        "take the nearest cell, floor(x / stride + 1/2), for start and end; here the end is rounded up": partial(
            by, cells=lambda box: np.concatenate([np.floor(box[:2] / stride), np.ceil(box[2:] / stride)])
        ),
        "halves are rounded up, floor(x / stride + 1/2); round and np.round go to the even number": partial(
            by, cells=lambda box: np.round(box / stride)
        ),
        "the last cell belongs to the region: there are b - a + 1 cells": partial(
            by, cells=lambda box: np.maximum(nearest(box) - [0, 0, 1, 1], np.tile(nearest(box)[:2], 2))
        ),
        "this is the mean of each bin; RoI pooling takes the maximum": partial(by, reduce=np.mean),
        "a bin ends at the next whole cell, rounded up, so that neighbours may share one": partial(by, overlap=False),
        "rows and columns of the bins are swapped: the first axis is y": partial(by, swap=True),
        "x and y of the boxes are swapped: rows of the map are y": partial(
            by, cells=lambda box: nearest(box)[[1, 0, 3, 2]]
        ),
    }


@points("roi_pool", 1)
def test_roi_pool_edges(answer, rng):
    """Small regions, regions at the border, negative values, many regions, none"""
    features = -rng.uniform(1, 2, (8, 10, 2)).astype("float32")
    some = np.array([[0.0, 0, 40, 32], [33, 25, 40, 32], [10.1, 6.2, 11, 7], [0, 28, 40, 32], [5, 0, 39.9, 31.9]])
    got = _array(answer.roi_pool(features, some, 3, 4), (5, 3, 3, 2), "(N, size, size, C)")
    hint = "the largest of negative values is negative: do not start from 0"
    holds(bool((got < 0).all()), hint, got=got)
    hint = "regions at the border are limited to the map; bins of small regions share cells and are never empty"
    close(
        got,
        _roi_pool(features, some, 3, 4),
        hint=f"{hint} (is the check above passed?)",
        mistakes=_pool_mistakes(features, some, 3, 4),
        inputs={"boxes": some, "size": 3, "stride": 4},
        **NUMERIC,
    )
    falling, halves = -np.arange(12.0).reshape(3, 4, 1), np.array([[2.0, 2, 6, 6], [6, 6, 10, 10]])
    close(
        answer.roi_pool(falling, halves, 1, 4),
        np.array([-5.0, -10]).reshape(2, 1, 1, 1),
        hint="halves are rounded up, floor(x / stride + 1/2); round and np.round go to the even number",
        inputs={"features": falling, "boxes": halves, "size": 1, "stride": 4},
    )
    corner = answer.roi_pool(features, np.array([[39.0, 31, 40, 32]]), 2, 4)
    hint = "limit both cells to the map: a box in the last corner is rounded to a cell beyond it"
    close(corner, np.broadcast_to(features[7, 9], (1, 2, 2, 2)), hint=hint, inputs={"boxes": [[39, 31, 40, 32]]})
    whole = answer.roi_pool(features, np.array([[0.0, 0, 40, 32]]), 1, 4)
    close(whole, features.max(axis=(0, 1))[None, None, None], hint="one bin over the whole map is its maximum")
    equal(np.shape(answer.roi_pool(features, np.zeros((0, 4)), 3, 4)), (0, 3, 3, 2), hint="no boxes: (0, 3, 3, 2)")


# make_anchors


@points("make_anchors", 1)
def test_make_anchors(answer):
    """3 sizes and 3 ratios at stride 16: nine anchors per cell, in the given order"""
    for height, width, stride, sizes, ratios in (
        (2, 3, 16, [32.0, 64.0, 128.0], [0.5, 1.0, 2.0]),
        (3, 2, 8, [20.0], [0.25, 3.0]),
        (2, 2, 5, [12.0], [1.0, 2.0]),
    ):
        expected = anchors.make_anchors(height, width, stride, sizes, ratios)
        of_cell = len(sizes) * len(ratios)
        grid = expected.reshape(height, width, len(sizes), len(ratios), 4)
        lower = ratios[::-1]
        got = answer.make_anchors(height, width, stride, sizes, ratios)
        close(
            _array(got, (height * width * of_cell, 4), "(height · width · sizes · ratios, 4)"),
            expected,
            hint="centre ((column + 1/2) · stride, (row + 1/2) · stride), w = s / sqrt(r), h = s · sqrt(r)",
            mistakes={
                "these are centred at the cells' corners: add half a cell": anchors.make_anchors(
                    height, width, stride, sizes, ratios, offset=0
                ),
                "the middle of a cell is at (column + 1/2) · stride; stride // 2 is half a pixel off": (
                    anchors.make_anchors(height, width, stride, sizes, ratios, offset=stride // 2 / stride)
                ),
                "coordinates are continuous: half a cell is stride / 2, not (stride - 1) / 2": (
                    anchors.make_anchors(height, width, stride, sizes, ratios, offset=(stride - 1) / 2 / stride)
                ),
                "anchors may reach beyond the image: do not cut them": np.clip(
                    expected, 0, [width * stride, height * stride] * 2
                ),
                "anchors may reach beyond the image: do not cut them at 0": np.maximum(expected, 0),
                "twice too large: half of a side lies on each side of the centre": anchors.make_anchors(
                    height, width, stride, [2 * size for size in sizes], ratios
                ),
                "a ratio is height over width; this is width over height": anchors.make_anchors(
                    height, width, stride, sizes, [1 / ratio for ratio in ratios]
                ),
                "the ratios are in the wrong order": anchors.make_anchors(height, width, stride, sizes, lower),
                "the ratios change fastest, then the sizes": grid.swapaxes(2, 3).reshape(-1, 4),
                "the order is row by row: the columns change faster than the rows": grid.swapaxes(0, 1).reshape(-1, 4),
                "the order is cell by cell: all anchors of a cell are neighbours": grid.transpose(
                    2, 3, 0, 1, 4
                ).reshape(-1, 4),
                "the area must be s²: divide the width by the ratio's root, and multiply the height by it": _stretched(
                    height, width, stride, sizes, ratios, 1.0
                ),
                "only the height is stretched, and the area is not s²": _stretched(
                    height, width, stride, sizes, ratios, 0.0
                ),
                "return corners x1, y1, x2, y2; this is centre and size": _centre_and_size(expected),
                "x goes across, y goes down: they are swapped": expected[:, [1, 0, 3, 2]],
            },
            inputs={"height": height, "width": width, "stride": stride, "sizes": sizes, "ratios": ratios},
            rtol=1e-4,
            atol=1e-3,
        )


def _stretched(height, width, stride, sizes, ratios, power) -> np.ndarray:
    """Return anchors with w = s / r**power and h = s · r: the root is missing."""
    rows = []
    for y in (np.arange(height) + 0.5) * stride:
        for x in (np.arange(width) + 0.5) * stride:
            for size in sizes:
                for ratio in ratios:
                    w, h = size / ratio**power, size * ratio
                    rows.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return np.array(rows)


@points("make_anchors", 0.5)
def test_anchor_laws(answer, rng):
    """The area is s² and the ratio is r, for any ratio"""
    sizes, ratios = rng.uniform(10, 100, 3).tolist(), rng.uniform(0.3, 3, 3).tolist()
    got = _array(answer.make_anchors(4, 5, 16, sizes, ratios), (4 * 5 * 9, 4), "(height · width · sizes · ratios, 4)")
    sides = (got[:, 2:] - got[:, :2]).reshape(20, 3, 3, 2)
    expected = np.broadcast_to(np.square(sizes)[:, None], (20, 3, 3))
    shown = {"sizes": sizes, "ratios": ratios}
    close(sides.prod(axis=-1), expected, hint="an anchor of size s has the area s²", inputs=shown, rtol=1e-3)
    expected = np.broadcast_to(ratios, (20, 3, 3))
    hint = "the ratio is height over width"
    close(sides[..., 1] / sides[..., 0], expected, hint=hint, inputs=shown, rtol=1e-3)
    centres = ((got[:, 2:] + got[:, :2]) / 2).reshape(20, 9, 2)
    hint = "the centre of all anchors of a cell is its middle: stride · (column + 1/2), stride · (row + 1/2)"
    close(centres[7], np.broadcast_to([16 * 2.5, 16 * 1.5], (9, 2)), hint=hint, rtol=1e-3)


# YOLO


@points("yolo_numbers", 0.5)
def test_yolo_numbers(answer):
    """A table of S × S cells, with 5 numbers per box and C classes"""
    same_formula(
        answer.yolo_numbers,
        "S**2*(5*B + C)",
        "S B C",
        hint="each of the S·S cells has 5 numbers for each of its B boxes, and C probabilities",
        mistakes={
            "each box has five numbers: x, y, w, h and the confidence": "S**2*(4*B + C)",
            "the class probabilities are the cell's, not each box's: there are C per cell": "S**2*B*(5 + C)",
            "there are S × S cells, not S": "S*(5*B + C)",
            "each cell also has C probabilities": "S**2*5*B",
            "the paper's YOLO has no class for background": "S**2*(5*B + C + 1)",
            "there are five numbers for each of the B boxes": "S**2*(5 + B + C)",
        },
    )


def _scene(rng, grid, image_size, count, classes):
    """Return boxes whose centres lie in different cells, and labels."""
    height, width = image_size
    cells = rng.permutation(grid * grid)[:count]
    place = np.stack([cells % grid, cells // grid], axis=1) + rng.uniform(0.1, 0.9, (count, 2))
    centres = place * [width / grid, height / grid]
    sides = rng.uniform(0.1, 0.6, (count, 2)) * [width, height]
    return np.concatenate([centres - sides / 2, centres + sides / 2], axis=1), rng.integers(0, classes, count)


def _yolo(some, labels, grid, per_cell, classes, image_size) -> np.ndarray:
    valid = np.ones((1, len(some)), bool)
    size = (grid, grid)
    table = yolo.yolo_encode(some[None], labels[None], valid, size, per_cell, classes, image_size)
    return _numpy(table)[0]


def _yolo_changed(table, per_cell, change) -> np.ndarray:
    """Return a table whose cells with an object have other numbers: change(box, row, column) → five numbers."""
    table = table.copy()
    for row, column in zip(*np.nonzero(table[..., 4])):
        box = np.array(change(table[row, column, :5], row, column))
        table[row, column, : 5 * per_cell] = np.tile(box, per_cell)
    return table


@points("yolo_encode", 1)
def test_yolo_encode(answer, rng):
    """The table of an image: 7 × 7 × 30 in the paper"""
    for grid, per_cell, classes, image_size in ((7, 2, 20, (448, 448)), (4, 3, 5, (120, 200))):
        some, labels = _scene(rng, grid, image_size, 6, classes)
        expected = _yolo(some, labels, grid, per_cell, classes, image_size)
        got = called(answer.yolo_encode, some, labels, grid, per_cell, classes, image_size)
        close(
            _array(got, expected.shape, "(grid, grid, 5 · boxes_per_cell + classes)"),
            expected,
            hint="the centre's cell: x, y in the cell, w, h divided by the image's, 1; B times; the class, one-hot",
            mistakes=_yolo_mistakes(expected, some, labels, grid, per_cell, classes, image_size),
            inputs={
                "boxes": some,
                "labels": labels,
                "grid": grid,
                "boxes_per_cell": per_cell,
                "classes": classes,
                "image_size": image_size,
            },
            **NUMERIC,
        )


def _yolo_mistakes(expected, some, labels, grid, per_cell, classes, image_size) -> dict:
    change = partial(_yolo_changed, expected, per_cell)
    once = expected.copy()
    once[..., 5 : 5 * per_cell] = 0
    height, width = image_size
    return {
        "rows are y and come first: the table is transposed": expected.swapaxes(0, 1),
        "x and y are places in the image; they must be places in the cell, 0 to 1": change(
            lambda box, row, column, g=grid: [(box[0] + column) / g, (box[1] + row) / g, *box[2:]]
        ),
        "x and y still count from the image's corner, in cells: take away the cell's column and row": change(
            lambda box, row, column: [box[0] + column, box[1] + row, *box[2:]]
        ),
        "width and height are shares of the image, not of the cell": change(
            lambda box, row, column, g=grid: [*box[:2], box[2] * g, box[3] * g, 1]
        ),
        "width and height are in pixels: divide them by the image's": change(
            lambda box, row, column, w=width, h=height: [*box[:2], box[2] * w, box[3] * h, 1]
        ),
        "the confidence is missing: the fifth number is 1": change(lambda box, row, column: [*box[:4], 0]),
        "only the first of the cell's boxes is filled in: repeat the five numbers for each of the B boxes": once,
        "the classes come after the boxes, not before": np.concatenate(
            [expected[..., 5 * per_cell :], expected[..., : 5 * per_cell]], axis=-1
        ),
        "the class is missing": np.concatenate(
            [expected[..., : 5 * per_cell], np.zeros((grid, grid, classes))], axis=-1
        ),
        "image_size is height and width, in this order": _yolo(some, labels, grid, per_cell, classes, image_size[::-1]),
        "the confidence comes last of the five: x, y, w, h, 1": change(lambda box, row, column: [1, *box[:4]]),
    }


@points("yolo_encode", 0.5)
def test_yolo_encode_edges(answer):
    """Two centres in one cell: the first object stays; a centre on the border; an empty image"""
    two = np.array([[10.0, 10, 30, 30], [12, 12, 36, 34]])
    got = _array(answer.yolo_encode(two, np.array([3, 4]), 7, 2, 20, (448, 448)), (7, 7, 30), "(grid, grid, 5 B + C)")
    first, second = (_yolo(two[[k]], np.array([3 + k]), 7, 2, 20, (448, 448)) for k in (0, 1))
    alone = two[:1], np.array([3]), 7, 2, 20, (448, 448)
    close(
        answer.yolo_encode(*alone),
        first,
        hint="even one object gives another table: mend the check above first",
        mistakes=_yolo_mistakes(first, *alone),
        inputs={"boxes": two[:1], "labels": [3]},
        **NUMERIC,
    )
    both = first.copy()
    both[0, 0, 14] = 1
    close(
        got,
        first,
        hint="a cell belongs to the first object whose centre lies in it; the second is lost",
        mistakes={
            "the second object overwrote the first": second,
            "this has the first object's box and both classes: the second object must change nothing": both,
            "this has the second object's box and both classes: the first object stays": np.where(
                second > 0, second, first
            ),
        },
        inputs={"boxes": two, "labels": [3, 4]},
        **NUMERIC,
    )
    border = np.array([[440.0, 440, 456, 456]])
    got = answer.yolo_encode(border, np.array([0]), 7, 2, 20, (448, 448))
    hint = "a centre on the right or lower border belongs to the last cell"
    close(got, _yolo(border, np.array([0]), 7, 2, 20, (448, 448)), hint=hint, inputs={"boxes": border}, **NUMERIC)
    empty = answer.yolo_encode(np.zeros((0, 4)), np.zeros(0, int), 7, 2, 20, (448, 448))
    close(empty, np.zeros((7, 7, 30)), hint="no objects: all zeros", **NUMERIC)


@points("yolo_decode", 1)
def test_yolo_decode(answer, rng):
    """Boxes in pixels; scores are confidence times probability"""
    for grid, per_cell, classes, image_size in ((7, 2, 4, (448, 448)), (3, 3, 5, (120, 200))):
        table = rng.uniform(0.05, 1, (grid, grid, 5 * per_cell + classes)).astype("float32")
        got = called(answer.yolo_decode, table, per_cell, image_size)
        pair = isinstance(got, (list, tuple)) and len(got) == 2
        holds(pair, "return two arrays: boxes and scores", got=got)
        expected, scores = (_numpy(part)[0] for part in yolo.yolo_decode(table[None], per_cell, image_size))
        shown = {"table": table, "boxes_per_cell": per_cell, "image_size": image_size}
        by, by_cell = partial(_decoded, table, per_cell, image_size), expected.reshape(grid, grid, per_cell, 4)
        close(
            _array(got[0], expected.shape, "boxes (S · S · B, 4)"),
            expected,
            hint="centre (x + column) / S · width, (y + row) / S · height; sides w · width, h · height; then corners",
            mistakes={
                "the cell's place is missing: x counts from the cell's left side": partial(by, cells=0),
                "row and column are swapped: y goes with the row, the first axis": partial(by, swap=True),
                "width and height are shares of the image, not of a cell": partial(by, sides=1 / grid),
                "the boxes are in shares of the image: multiply by its width and height": partial(by, pixels=False),
                "twice too large: half of the sides lies on each side of the centre": partial(by, halves=1.0),
                "return corners x1, y1, x2, y2; this is centre and size": _centre_and_size(expected),
                "image_size is height and width, in this order": _decoded(table, per_cell, image_size[::-1]),
                "boxes may reach beyond the image: do not cut them": np.clip(expected, 0, [*image_size[::-1]] * 2),
                "boxes may reach beyond the image: do not cut them at 0": np.maximum(expected, 0),
                "the boxes come first, then the scores": scores,
                "the order is row by row, cell by cell, box by box; here all first boxes come first": (
                    by_cell.transpose(2, 0, 1, 3).reshape(-1, 4)
                ),
                "the order is row by row, cell by cell; here columns come before rows": (
                    by_cell.swapaxes(0, 1).reshape(-1, 4)
                ),
            },
            inputs=shown,
            rtol=1e-3,
            atol=1e-2,
        )
        probabilities = np.repeat(table[..., 5 * per_cell :].reshape(-1, classes), per_cell, axis=0)
        confidence = table[..., : 5 * per_cell].reshape(-1, 5)[:, 4:]
        close(
            _array(got[1], scores.shape, "scores (S · S · B, classes)"),
            scores,
            hint="a box's score for a class is its confidence times the cell's probability of the class",
            mistakes={
                "the confidence is missing: multiply by it": probabilities,
                "the class probabilities are missing": np.broadcast_to(confidence, scores.shape),
                "each box has a confidence of its own: here the first box's is used for all": probabilities
                * np.repeat(table[..., 4].reshape(-1, 1), per_cell, axis=0),
            },
            inputs=shown,
            **NUMERIC,
        )

    table[rng.uniform(size=(grid, grid)) < 0.7] = 0
    got = answer.yolo_decode(table, per_cell, image_size)
    shapes = np.shape(got[0]), np.shape(got[1])
    hint = "cells without an object give boxes too, with scores 0: S · S · B of them, whatever is in the table"
    equal(shapes, ((grid * grid * per_cell, 4), (grid * grid * per_cell, classes)), hint=hint, inputs={"table": table})


def _decoded(table, per_cell, image_size, *, cells=1, swap=False, sides=1.0, pixels=True, halves=0.5) -> np.ndarray:
    grid = len(table)
    found = table[..., : 5 * per_cell].reshape(grid, grid, per_cell, 5).astype(float)
    row, column = np.arange(grid)[:, None, None], np.arange(grid)[None, :, None]
    row, column = (column, row) if swap else (row, column)
    centres = np.stack([found[..., 0] + cells * column, found[..., 1] + cells * row], axis=-1) / grid
    half = halves * sides * found[..., 2:4]
    scale = np.array([image_size[1], image_size[0]] * 2) if pixels else 1
    return (np.concatenate([centres - half, centres + half], axis=-1) * scale).reshape(-1, 4)


# hard_negatives


@points("hard_negatives", 1)
def test_hard_negatives(answer, rng):
    """Three background boxes with the largest losses for each box on an object"""
    for count, ratio in ((4, 3), (5, 2), (1, 3)):
        losses, positives = rng.permutation(np.linspace(0.1, 5, 40)), np.zeros(40, bool)
        positives[rng.permutation(40)[:count]] = True
        losses[positives] += rng.uniform(0, 3, count)
        by = partial(_hard, losses, positives)
        got = _array(called(answer.hard_negatives, losses, positives, ratio), (40,), "(N,) bools")
        every = np.zeros(40, bool)
        every[np.argsort(-losses)[: count * ratio]] = True
        mistakes = {
            "these are the easiest boxes: take those with the largest losses": partial(by, count * ratio, easiest=True),
            "boxes on objects were chosen too: choose only among the others": every.astype(int),
            "boxes on objects were in the way: leave them out before you choose": (every & ~positives).astype(int),
            "choose `ratio` times the number of positives, not `ratio` alone": partial(by, ratio),
            "there are as many as positives: `ratio` is ignored": partial(by, count),
            "all background boxes were chosen": (~positives).astype(int),
            "the positives are included: return only the chosen background boxes": by(count * ratio) + positives,
        }
        close(
            got.astype(int),
            by(count * ratio),
            hint="of the boxes that are not positive, the ratio · positives.sum() with the largest losses",
            mistakes=mistakes,
            inputs={"losses": losses, "positives": positives, "ratio": ratio},
        )
    losses, positives = np.array([1.0, 2, 1, 1, 1, 3, 1, 1]), np.arange(8) == 5
    got = np.asarray(answer.hard_negatives(losses, positives, 3)).astype(int)
    shown = {"losses": losses, "positives": positives, "ratio": 3}
    hint = "also if losses are equal, choose ratio · (number of positives) boxes, and no more"
    equal((int(got.sum()), int(got[1]), int(got[5])), (3, 1, 0), hint=hint, inputs=shown)
    losses, positives = np.array([9.0, 8, 0, 0, 0, 0]), np.arange(6) < 2
    got = np.asarray(answer.hard_negatives(losses, positives, 1)).astype(int)
    hint = "a loss of 0 is background's too: choose among all boxes that are not positive, whatever their losses"
    equal((int(got[:2].sum()), int(got.sum())), (0, 2), hint=hint, inputs={"losses": losses, "positives": positives})
    losses = np.array([0.3, 2.0, 0.1])
    got = answer.hard_negatives(losses, np.zeros(3, bool), 3)
    hint = "an image without objects teaches with one box: the background box with the largest loss"
    close(np.asarray(got).astype(int), [0, 1, 0], hint=hint, inputs={"losses": losses, "positives": [False] * 3})
    got = answer.hard_negatives(losses, np.array([True, False, True]), 3)
    hint = "if there are fewer background boxes than asked for, choose all of them, and never a box on an object"
    close(np.asarray(got).astype(int), [0, 1, 0], hint=hint, inputs={"positives": [True, False, True]})


def _hard(losses, positives, count, easiest=False) -> np.ndarray:
    chosen = np.zeros(len(losses), int)
    background = np.flatnonzero(~positives)
    order = background[np.argsort(losses[background] if easiest else -losses[background])]
    chosen[order[:count]] = 1
    return chosen


# box_of_mask, what_is_wrong and crop_boxes


@points("box_of_mask", 0.5)
def test_box_of_mask(answer, rng):
    """The smallest box around the mask; the pixel in column 0 covers 0 … 1"""
    for _ in range(3):
        mask = np.zeros((30, 40), int)
        y, x = rng.integers(2, 15, 2)
        height, width = rng.integers(3, 12, 2)
        mask[y : y + height, x : x + width] = rng.integers(0, 2, (height, width)) * 3
        mask[y, x + 1] = mask[y + 1, x] = mask[y + height - 1, x + 1] = mask[y + 1, x + width - 1] = 3
        box = np.array([x, y, x + width, y + height], float)
        close(
            _array(answer.box_of_mask(mask), (4,), "four numbers x1, y1, x2, y2"),
            box,
            hint="columns.min(), rows.min(), columns.max() + 1, rows.max() + 1",
            mistakes={
                "the last pixel is part of the object: its right or lower side is at the index + 1": box - [0, 0, 1, 1],
                "x is the column: rows and columns are swapped": box[[1, 0, 3, 2]],
                "rows and columns are swapped, and the last pixel is left out": (box - [0, 0, 1, 1])[[1, 0, 3, 2]],
                "return corners; this is corner and size": [x, y, width, height],
                "a pixel belongs to the object where it is not 0, not only where it is 1": np.zeros(4),
            },
            inputs={"mask": f"(30, 40), not 0 in rows {y} … {y + height - 1} and columns {x} … {x + width - 1}"},
        )
    close(answer.box_of_mask(np.zeros((5, 6))), np.zeros(4), hint="an empty mask: four zeros")
    close(answer.box_of_mask(np.eye(3)[:1]), [0, 0, 1, 1], hint="one pixel at the corner: 0, 0, 1, 1")


@points("what_is_wrong", 0.5)
def test_what_is_wrong(answer):
    """What RandomCrop does wrong with boxes"""
    reasons = {
        "A": "they are moved: compare the boxes before with those after",
        "B": "their widths and heights stay the same; look at how far they were moved",
        "D": "they move left and up, as they should, but by the wrong numbers; compare the two columns crosswise",
    }
    one_letter(answer.what_is_wrong, "C", reasons)


def _crop(some, top, left, height, width, *, clip=True) -> np.ndarray:
    moved = some - np.array([left, top, left, top])
    return np.clip(moved, 0, [width, height, width, height]) if clip else moved


def _telling_boxes(top, left, height, width) -> np.ndarray:
    """Return six boxes, so placed that each known mistake leaves other numbers of them."""
    inside = np.array([2, 2, 22, 17])
    return np.array(
        [
            inside + np.array([left, top, left, top]),
            inside,  # where it is if boxes are not moved
            inside + np.array([top, left, top, left]),  # where it is if the axes are swapped
            [left + width - 10, top, left + width + 20, top + 20],  # mostly beyond the right border
            [left + width, top, left + width + 20, top + 20],  # beside the part
            [left + width, top + height, left + width + 20, top + height + 20],  # beyond its corner
        ]
    )


def _with_zeros(got, wrong, kept) -> np.ndarray:
    """Return wrong boxes with zeros where the answer may have put them, in the form nearest to the answer."""
    own = (wrong[:, 2:] > wrong[:, :2]).all(axis=1)
    forms = [wrong, wrong * own[:, None], wrong * kept[:, None]]
    return min(forms, key=lambda form: np.abs(form - got).max() if np.shape(got) == form.shape else 0)


@points("crop_boxes", 1)
def test_crop_boxes(answer, rng):
    """Boxes are moved, cut at the border of the part, and dropped if no area is left"""
    for _ in range(3):
        top, height = int(rng.integers(10, 40)), int(rng.integers(30, 50))
        left, width = int(rng.integers(45, 70)), height + int(rng.integers(5, 15))
        some = _boxes(rng, 12, smallest=5)
        some[:6] = rng.uniform(1, 4, 4) + _telling_boxes(top, left, height, width)
        got = called(answer.crop_boxes, some, top, left, height, width)
        holds(isinstance(got, (list, tuple)) and len(got) == 2, "return boxes, and which of them have area", got=got)
        cut = _crop(some, top, left, height, width)
        kept = (cut[:, 2:] > cut[:, :2]).all(axis=1)
        expected = cut * kept[:, None]
        moved = {
            "boxes must not reach beyond the part: cut them at 0 and at its width and height": _crop(
                some, top, left, height, width, clip=False
            ),
            "this cuts at 0 only: a box also ends at the part's right and lower border": np.maximum(
                _crop(some, top, left, height, width, clip=False), 0
            ),
            "the axes are swapped: x moves by `left`, y by `top`": _crop(some, left, top, height, width),
            "cut at the wrong border: x ends at `width`, y at `height`": _crop(some, top, left, width, height),
            "moved in the wrong direction: subtract the part's corner": _crop(some, -top, -left, height, width),
            "the boxes were not moved: subtract the part's corner": _crop(some, 0, 0, height, width),
        }
        mistakes = {hint: partial(_with_zeros, got[0], wrong, kept) for hint, wrong in moved.items()}
        some_side = (cut[:, 2:] > cut[:, :2]).any(axis=1)
        mistakes["a box has area where width *and* height are above 0: `all`, not `any`"] = cut * some_side[:, None]
        centres = (some[:, :2] + some[:, 2:]) / 2 - [left, top]
        inside = ((centres >= 0) & (centres <= [width, height])).all(axis=1)
        by_centre = "a box stays as long as any of its area is left, wherever its centre lies"
        mistakes[by_centre] = cut * inside[:, None]
        mistakes["a box without area must be all zeros"] = cut
        shown = {"boxes": some, "top": top, "left": left, "height": height, "width": width}
        close(
            _array(got[0], (12, 4), "boxes (N, 4), also of those that are gone: four zeros"),
            expected,
            hint="subtract (left, top), cut at 0 and at (width, height), zeros where no area is left",
            mistakes=mistakes,
            inputs=shown,
        )
        close(
            _array(got[1], (12,), "(N,) bools").astype(int),
            kept.astype(int),
            hint="the boxes that still have area are kept: width and height are both above 0",
            mistakes={by_centre: inside.astype(int)},
            inputs=shown,
        )
    nothing = answer.crop_boxes(np.zeros((0, 4)), 1, 2, 3, 4)
    equal((np.shape(nothing[0]), np.shape(nothing[1])), ((0, 4), (0,)), hint="no boxes: shapes (0, 4) and (0,)")
