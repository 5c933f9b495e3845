"""The graded checks of lab 8: Faster and Mask R-CNN, from anchors to masks."""

from __future__ import annotations

import math
from functools import partial

import keras
import numpy as np
from keras import ops

from course.checks import AnswerError, called, close, equal, holds, one_letter, points

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
LOSSES = (
    *("course.detection.losses", "course.detection.mask_rcnn", "course.detection.faster_rcnn"),
    *(f"numpy.{name}" for name in ("where", "sum", "mean", "abs", "maximum", "exp", "log", "log1p", "logaddexp")),
    "keras.ops.convert_to_numpy",  # losses become part of a graph
)

WITHOUT = {
    "build_rpn": ("course",),
    "label_anchors": (*FRAMEWORKS, "course"),
    "sample_anchors": (*FRAMEWORKS, "course"),
    "propose": ("course.detection.rpn", "keras.utils"),
    "assign_levels": (*FRAMEWORKS, "course"),
    "roi_align": (*FRAMEWORKS, "course"),
    "build_box_head": ("course",),
    "build_mask_head": ("course",),
    "objectness_loss": LOSSES,
    "box_loss": LOSSES,
    "class_loss": LOSSES,
    "mask_loss": LOSSES,
    "outside_share": (*FRAMEWORKS, "course"),
    "crop_example": (*FRAMEWORKS, "course"),
    "paste_mask": (*FRAMEWORKS, "course"),
}

SINGLE = {"rtol": 1e-4, "atol": 1e-5}  # Keras computes in float32


# What several checks use


def _is_number(got) -> None:
    hint = "answer with a number alone, such as 1234: no unit, no quotation marks, no comma, no brackets"
    is_number = isinstance(got, (int, float, np.generic)) and not isinstance(got, bool)
    holds(is_number or (isinstance(got, np.ndarray) and got.ndim == 0), hint, got=got)


def _is_model(model, name) -> None:
    holds(isinstance(model, keras.Model), f"{name} must return a keras.Model", got=type(model).__name__)


def _two(got, hint) -> tuple:
    holds(isinstance(got, (list, tuple)) and len(got) == 2, hint, got=got)
    return tuple(got)


def _shapes(model) -> list[tuple]:
    outputs = model.outputs if isinstance(model.outputs, (list, tuple)) else [model.outputs]
    return [tuple(output.shape) for output in outputs]


def _random_boxes(rng, count, height, width, smallest=4.0) -> np.ndarray:
    """Return (count, 4) boxes inside an image, float64 as a student's arrays often are."""
    sides = rng.uniform(smallest, [width / 2, height / 2], (count, 2))
    corners = rng.uniform(0, [width, height] - sides)
    return np.concatenate([corners, corners + sides], axis=1)


# stuff and anchors_on_pyramid

COUNTABLE = {"car", "person", "cow", "cup"}
STUFF = {"sky", "grass", "road", "water"}


@points("stuff", 0.5)
def test_stuff(answer):
    """What fills an area and cannot be counted"""
    try:
        got = answer.stuff
    except AnswerError as error:
        hint = 'a set has curly brackets; answer with a list, which has square ones: ["car", "cup"]'
        holds("is a set" not in str(error), hint)
        raise
    got = got.tolist() if isinstance(got, np.ndarray) and got.ndim else got
    named = isinstance(got, (list, tuple)) and all(isinstance(name, str) for name in got)
    holds(named, 'answer with a list of names, such as ["car", "cup"]', got=got)
    names = {name.strip().lower() for name in got}
    unknown = sorted(names - STUFF - COUNTABLE)
    holds(not unknown, f"not in the question: {', '.join(unknown)}", got=got)
    holds(names != COUNTABLE, "these are the things, which can be counted; stuff is the rest", got=got)
    counted = sorted(names & COUNTABLE)
    holds(not counted, f"these can be counted, so they are things: {', '.join(counted)}", got=got)
    holds(names == STUFF, "some stuff is missing: what else fills an area and cannot be counted?", got=got)


@points("anchors_on_pyramid", 0.5)
def test_anchors_on_pyramid(answer):
    """Three anchors at every cell of five levels"""
    _is_number(answer.anchors_on_pyramid)
    equal(
        answer.anchors_on_pyramid,
        261_888,
        hint="a level of stride s has (1024 / s)² cells, each with three anchors; add up the five levels",
        mistakes={
            "each cell has three anchors, not one": 87_296,
            "each cell has three anchors here, not nine": 785_664,
            "this is the finest level alone; there are five": 196_608,
            "the coarsest level, stride 64, is missing": 261_120,
            "the finest level, stride 4, is missing": 65_280,
            "the cells of a level are (1024 / s)²: rows times columns": 3 * (256 + 128 + 64 + 32 + 16),
            "this is the map of stride 16 alone; there are five levels": 12_288,
        },
    )


# build_rpn


@points("build_rpn", 0.5)
def test_rpn_counts(answer):
    """512 channels and 9 anchors per cell: 2,382,893 parameters; other numbers too"""
    model = answer.build_rpn()
    _is_model(model, "build_rpn")
    equal(
        model.count_params(),
        2_382_893,
        hint="a 3×3 convolution of 512 channels, then two 1×1 with 9 and 36",
        mistakes={
            "there are two objectness logits per anchor: here one is enough, with a sigmoid": 2_382_893 + 9 * 513,
            "the two answers share the 3×3 convolution: build it once": 2_382_893 + 9 * 512 * 512 + 512,
            "the 3×3 convolution is missing": 45 * 513,
            "the first convolution must be 3×3, not 1×1": 512 * 512 + 512 + 45 * 513,
            "the last two convolutions are 1×1, not 3×3": 9 * 512 * 512 + 512 + 45 * (9 * 512 + 1),
            "there are four offsets for each anchor, not four in all": 2_382_893 - 32 * 513,
            "biases are missing": 9 * 512 * 512 + 45 * 512,
        },
    )
    hint = "use `channels` and `anchors`, do not fix them"
    equal(answer.build_rpn(channels=8, anchors=3).count_params(), 9 * 64 + 8 + 15 * 9, hint=hint)


@points("build_rpn", 0.5, weights=True)
def test_rpn_shapes(answer):
    """From maps of any size to logits and offsets of the same height and width"""
    model = answer.build_rpn(channels=8, anchors=3)
    _is_model(model, "build_rpn")
    hint = "maps of any size come in: keras.Input((None, None, channels))"
    equal(tuple(model.input_shape), (None, None, None, 8), hint=hint)
    logits, deltas = [values.shape for values in _rpn_answers(model, np.zeros((2, 6, 7, 8), "float32"))]
    holds((logits[-1], deltas[-1]) != (12, 3), "logits first, then offsets", got=[logits, deltas])
    channels = (logits[-1], deltas[-1])
    equal(channels, (3, 12), hint="one logit and four offsets per anchor", inputs="channels = 8, anchors = 3")
    hint = "the 3×3 convolution keeps height and width: padding 'same', no stride"
    equal((logits, deltas), ((2, 6, 7, 3), (2, 6, 7, 12)), hint=hint, inputs="maps of 6 × 7 cells")


@points("build_rpn", 0.5, weights=True)
def test_rpn_starts_small(answer, rng):
    """ReLU in the middle, no activation at the end, and a start near zero"""
    model = answer.build_rpn(channels=16, anchors=3)
    _is_model(model, "build_rpn")
    maps = rng.normal(0, 1, (1, 6, 7, 16)).astype("float32")
    got = _rpn_answers(model, maps)
    hint = "one 3×3 convolution that both answers share, then two 1×1 side by side, each with a bias"
    kinds = [tuple(weight.shape) for weight in model.trainable_weights]
    flat = sorted((shape[:2] == (3, 3), math.prod(shape[:-1]), shape[-1]) for shape in kinds)
    ends = [(False, 1, 3), (False, 1, 12), (False, 1, 16), (False, 16, 3), (False, 16, 12)]
    equal(flat, [*ends, (True, 144, 16)], hint=f"{hint}; your model's weights have the shapes {kinds}")
    weights = {tuple(weight.shape[-2:]): weight for weight in model.trainable_weights}
    starts = [ops.convert_to_numpy(weights[shape]) for shape in ((16, 3), (16, 12))]
    hint = "both 1×1 convolutions start near zero: kernel_initializer=near_zero()"
    spread = max(float(start.std()) for start in starts)
    holds(spread < 0.02, hint, expected="a standard deviation of about 0.01", got=spread)
    holds(all(np.abs(values).max() > 0 for values in got), "all answers are exactly 0: near zero is not zero", got=got)

    drawn = {shape: rng.normal(0, 0.3, weight.shape).astype("float32") for shape, weight in weights.items()}
    for shape, weight in weights.items():
        weight.assign(drawn[shape])
    got = _rpn_answers(model, maps)
    before = _convolved(maps, drawn[16, 16]) + drawn[(16,)]
    _learns_as_it_predicts(model, maps)
    for name, values, count in zip(("logits", "offsets"), got, (3, 12)):
        kernel, bias = drawn[16, count].reshape(16, count), drawn[(count,)]
        expected = _relu(before) @ kernel + bias
        mistakes = _wrong_inside("ReLU follows the 3×3 convolution", lambda f: f(before) @ kernel + bias)  # noqa: B023
        mistakes[f"the {name} read the 3×3 convolution with its ReLU, which both share, not the map itself"] = (
            maps @ kernel + bias
        )
        none = "logits and offsets have no activation: both may be negative, and the loss needs logits"
        mistakes |= _wrong_at_the_end(expected, f"{none}; these {name} have")
        told = "maps; all weights were drawn anew, so that each step shows"
        hint = f"{name}: a 3×3 convolution with ReLU, then a 1×1 convolution without activation, and nothing else"
        close(values, expected, hint=hint, mistakes=mistakes, inputs=told, rtol=1e-3, atol=1e-3)


def _rpn_answers(model, maps) -> list[np.ndarray]:
    got = model(maps)
    hint = "return a model with a list of two outputs, keras.Model(maps, [logits, offsets])"
    holds(isinstance(got, (list, tuple)) and len(got) == 2, hint, got=type(got).__name__)
    return [ops.convert_to_numpy(output) for output in got]


def _numpy_of(function, values) -> np.ndarray:
    return ops.convert_to_numpy(function(ops.convert_to_tensor(np.float32(values))))


HIDDEN = ("leaky_relu", "elu", "selu", "gelu", "silu", "relu6", "softplus", "tanh", "sigmoid")
LAST = ("sigmoid", "relu", "tanh", "softmax", "exponential", "log_softmax")


def _activation(name):
    return lambda values: _numpy_of(getattr(keras.activations, name), values)


def _relu(values) -> np.ndarray:
    return np.maximum(values, 0)


def _none(values) -> np.ndarray:
    return values


def _wrong_inside(where, compute) -> dict:
    """Return hint → output, for each function that a student may have used instead of a ReLU."""
    mistakes = {f"{where}; yours has {name}": partial(compute, _activation(name)) for name in HIDDEN}
    leaky = partial(_numpy_of, partial(keras.activations.leaky_relu, negative_slope=0.3))  # the layer's slope
    mistakes[f"{where}; yours is leaky"] = partial(compute, leaky)
    return {f"{where}; there is none": partial(compute, _none)} | mistakes


def _wrong_at_the_end(values, says) -> dict:
    return {f"{says} {name}": partial(_activation(name), values) for name in LAST}


def _redrawn(model, rng, shapes, hint) -> dict[tuple[int, int], np.ndarray]:
    """Draw all weights anew, and return them as matrices (in, out); biases, (1, out), of one length are equal.

    Two models that compute the same have the same numbers of inputs and outputs in every layer, of whichever kind.
    """
    kinds = [tuple(weight.shape) for weight in model.trainable_weights]
    flat = [_flat(kind) for kind in kinds]
    holds(sorted(flat) == sorted(shapes), f"{hint}; your model's weights have the shapes {kinds}")
    drawn = {shape: rng.normal(0, 1 / math.sqrt(shape[0]), shape).astype("float32") for shape in shapes}
    for weight, shape, kind in zip(model.trainable_weights, flat, kinds):
        weight.assign(drawn[shape].reshape(kind))
    return drawn


def _flat(kind) -> tuple[int, int]:
    return (math.prod(kind[:-1]), kind[-1])


def _starts_small(model, *shapes) -> None:
    starts = [weight for weight in model.trainable_weights if _flat(tuple(weight.shape)) in shapes]
    spread = max(float(ops.convert_to_numpy(weight).std()) for weight in starts)
    hint = "both last layers start near zero: kernel_initializer=near_zero()"
    holds(spread < 0.02, hint, expected="a standard deviation of about 0.01", got=spread)


def _learns_as_it_predicts(model, given) -> None:
    seen, learned = (model(given, training=training) for training in (False, True))
    hint = "in training the model computes something else than in prediction: use no dropout and no noise"
    close(*([ops.convert_to_numpy(each) for each in _list(values)] for values in (learned, seen)), hint=hint, **SINGLE)


def _list(values) -> list:
    return list(values) if isinstance(values, (list, tuple)) else [values]


def _convolved(maps, kernel) -> np.ndarray:
    """Convolve maps (B, H, W, C) with a kernel (3, 3, C, D), zeros around them."""
    height, width = maps.shape[1:3]
    padded = np.pad(maps, [(0, 0), (1, 1), (1, 1), (0, 0)])
    return sum(padded[:, i : i + height, j : j + width] @ kernel[i, j] for i in range(3) for j in range(3))


# label_anchors


def _labels(
    overlaps,
    low=0.3,
    high=0.7,
    best=True,
    ties=True,
    touching=True,
    band=-1,
    strict=False,
    low_too=False,
    least=0,
    early=False,
    own=False,
):
    """Label anchors as the lab says, or with a known mistake."""
    largest, which = overlaps.max(axis=0), overlaps.argmax(axis=0)
    positive = largest > high if strict else largest >= high
    states = np.where(positive, 1, np.where(largest <= low if low_too else largest < low, 0, band))
    if best:
        is_best = overlaps == overlaps.max(axis=1, keepdims=True)
        if not ties:
            is_best = np.arange(overlaps.shape[1]) == overlaps.argmax(axis=1)[:, None]
        if own:
            is_best &= overlaps == largest
        states[(is_best & (overlaps >= least) & ((overlaps > 0) | (not touching))).any(axis=0)] = 1
    if early:
        states[largest < low] = 0
    return states, which


def _overlaps(rng) -> np.ndarray:
    """Return (6, 60) IoUs: objects without a good anchor, one with equals, one hardly touched, one untouched.

    Of each anchor that some object touches, one object is the best: which of several counts is left open.
    """
    overlaps = rng.uniform(0, 0.28, (6, 60))
    overlaps[0, :6] = 0.91, 0.72, 0.69, 0.55, 0.31, 0.29
    overlaps[1, 10:14] = 0.8, 0.7, 0.45, 0.3
    overlaps[2] = np.minimum(overlaps[2], 0.2)
    overlaps[2, [20, 25]] = 0.42
    overlaps[3] = np.minimum(overlaps[3], 0.15)
    overlaps[2:4, 30] = 0.25, 0.21  # the best anchor of one object, and better for another
    overlaps[:, 46] = np.minimum(overlaps[:, 46], 0.02)
    overlaps[:, 40:44] = 0
    overlaps[4:] = 0
    overlaps[5, 45:48] = 0.01, 0.03, 0.02
    return overlaps[rng.permutation(6)][:, rng.permutation(60)]


LABEL_MISTAKES = {
    "the best anchor of each object is positive too, even if the overlap is small": {"best": False},
    "the best anchor of an object is positive even if the overlap is small, below 0.1 too": {"least": 0.1},
    "several anchors may be equally good for an object: all of them are positive": {"ties": False},
    "an object that no anchor touches has no best anchor: an overlap of 0 does not count": {"touching": False},
    "an anchor is negative only below `low` with all objects; from there up to `high` it is ignored: -1": {"band": 0},
    "an IoU of exactly `high` is positive": {"strict": True},
    "an IoU of exactly `low` is no longer negative: negative is below it": {"low_too": True},
    "the best anchor of an object is positive even if its IoU is below `low`: the second rule comes last": {
        "early": True
    },
    "the best anchor of an object is positive even if it overlaps another object more": {"own": True},
}


def _places_as_states(overlaps, *limits) -> np.ndarray:
    states = _labels(overlaps, *limits, best=False)[0]
    states[overlaps.argmax(axis=0)] = 1
    return states


def _of_best_object(overlaps, order) -> np.ndarray:
    """Return the objects, where each object takes its best anchors for itself, in an order."""
    objects = overlaps.argmax(axis=0)
    for number in np.arange(len(overlaps))[::order]:
        if overlaps[number].any():
            objects[overlaps[number] == overlaps[number].max()] = number
    return objects


def _states_as_expected(got, overlaps, *limits) -> None:
    mistakes = {hint: _labels(overlaps, *limits, **wrong)[0] for hint, wrong in LABEL_MISTAKES.items()}
    if limits:
        mistakes["`low` and `high` are ignored: they are arguments, not fixed"] = _labels(overlaps)[0]
    mistakes |= {
        "return the states first, then the objects": overlaps.argmax(axis=0),
        "there is one state for each anchor, N in all: take the maximum over the objects, axis 0": (
            _labels(overlaps.T, *limits, best=False)[0]
        ),
        "the best anchor of each object: the largest of its row; yours are the numbers of objects": (
            _places_as_states(overlaps, *limits)
        ),
    }
    hint = "1 if an IoU is at least `high`, 0 if all are below `low`, else -1; then the best anchors of each object"
    told = {"overlaps": overlaps, **dict(zip(("low", "high"), limits))}
    close(got, _labels(overlaps, *limits)[0], hint=hint, mistakes=mistakes, inputs=told)


def _labelled(answer, overlaps, *limits):
    hint = "return two arrays: the states and the objects"
    return _two(called(answer.label_anchors, overlaps, *limits), hint)


@points("label_anchors", 0.75)
def test_label_states(answer, rng):
    """Positive, negative, ignored; and the best anchors of each object"""
    overlaps = _overlaps(rng)
    got, _ = _labelled(answer, overlaps)
    _states_as_expected(got, overlaps)


@points("label_anchors", 0.5)
def test_label_objects(answer, rng):
    """The object with which each anchor's IoU is largest; other limits too"""
    overlaps = _overlaps(rng)
    _, objects = _labelled(answer, overlaps)
    right = overlaps.argmax(axis=0)
    got = np.array(objects)
    if got.shape == right.shape and got.dtype.kind in "iu":
        untouched = (overlaps.max(axis=0) == 0) & (got >= 0) & (got < 6)
        got[untouched] = right[untouched]  # all objects are equal there, and any may stand for them
    close(
        got,
        right,
        hint="for each anchor the number of the object that it overlaps most: argmax over the objects",
        mistakes={
            "return one entry per anchor, not per object: the maximum goes over the other axis": overlaps.argmax(
                axis=1
            ),
            "this is the overlap, not the object's place": overlaps.max(axis=0),
            "the object that the anchor overlaps most, even where it is another object's best anchor": (
                _of_best_object(overlaps, 1)
            ),
            "the object that the anchor overlaps most, even where it is another's best anchor": (
                _of_best_object(overlaps, -1)
            ),
            "an anchor that touches no object has the number of any object, for example 0, not -1": np.where(
                overlaps.max(axis=0) > 0, right, -1
            ),
            "objects count from 0": right + (overlaps.max(axis=0) > 0),
            "every anchor gets the object it overlaps most, the negative ones too": np.where(
                _labels(overlaps)[0] == 1, right, -1
            ),
        },
        inputs={"overlaps": overlaps},
    )
    hint = "objects are used as indices: return ints"
    holds(got.dtype.kind in "iu", hint, got=f"an array of {got.dtype}")
    _states_as_expected(_labelled(answer, overlaps, 0.1, 0.5)[0], overlaps, 0.1, 0.5)


@points("label_anchors", 0.25)
def test_label_without_objects(answer):
    """An image without objects: all anchors are negative"""
    hint = "without objects every anchor is negative, 0, and its object is 0"
    try:
        states, objects = _labelled(answer, np.zeros((0, 7)))
    except AnswerError as error:
        holds(False, f"{hint}; your code raised {error}")
    close(states, np.zeros(7), hint=hint)
    close(objects, np.zeros(7), hint=hint)


# sample_anchors


def _states(rng, positive, negative, ignored) -> np.ndarray:
    return rng.permutation(np.repeat([1, 0, -1], [positive, negative, ignored]))


def _drawn(answer, states, count, seed) -> np.ndarray:
    got = np.asarray(called(answer.sample_anchors, states, count, seed))
    hint = "return states of the same shape: 1, 0, and -1 in place of what was not drawn"
    holds(got.shape == states.shape and np.isin(got, (-1, 0, 1)).all(), hint, got=got)
    changed = (got != -1) & (got != states)
    hint = "what was drawn keeps its state: a positive stays 1, a negative 0, and an ignored one is never drawn"
    holds(not changed.any(), hint, inputs={"states": states, "count": count}, got=got)
    return got


@points("sample_anchors", 0.5)
def test_sample_counts(answer, rng):
    """At most half are positive; if positives are missing, there are more negatives"""
    cases = (
        ((300, 900, 50), 256, (128, 128), "at most half of those drawn are positive"),
        ((20, 900, 50), 256, (20, 236), "if positives are missing, negatives make up for them: count in all"),
        ((300, 40, 50), 256, (128, 40), "if negatives are missing, fewer are drawn: never more than half positive"),
        ((9, 30, 5), 7, (3, 4), "half of an odd number is rounded down, for the positives"),
        ((0, 30, 5), 8, (0, 8), "an image without positives gets negatives only"),
    )
    for kinds, count, expected, hint in cases:
        states = _states(rng, *kinds)
        got = _drawn(answer, states, count, seed=3)
        numbers = (int((got == 1).sum()), int((got == 0).sum()))
        if numbers[0] < expected[0] and numbers[1] < expected[1]:
            hint = "too few of both are drawn: may an anchor be drawn twice? Draw without replacement"
        told = {"positive, negative, ignored": kinds, "count": count}
        equal(numbers, expected, hint=hint, inputs=told)


@points("sample_anchors", 0.5)
def test_sample_is_fair(answer, rng):
    """All positives have the same chance, all negatives too; the same seed gives the same sample"""
    states = _states(rng, 12, 20, 6)
    seeds = rng.integers(0, 2**31, 60).tolist()
    drawn = np.stack([_drawn(answer, states, 8, seed) for seed in seeds])
    first = drawn[0]
    same = np.array_equal(first, _drawn(answer, states, 8, seeds[0]))
    holds(same, "the same seed must draw the same: np.random.default_rng(seed)")
    holds((drawn != first).any(), "another seed draws others: is the draw random at all?")
    for state, name, share in ((1, "positive", 4 / 12), (0, "negative", 4 / 20)):
        often = (drawn[:, states == state] == state).mean(axis=0)
        hint = f"not every {name} is as likely as any other: draw at random, not the first ones"
        limit = 6 * math.sqrt(share * (1 - share) / len(drawn))
        holds(np.abs(often - share).max() < limit, hint, expected=f"about {share:.2f} of the draws each", got=often)


# propose


def _suppressed(boxes, scores, threshold) -> list[int]:
    """Return the places that non-maximum suppression keeps, best first."""
    kept, overlaps = [], _ious(boxes)
    for place in np.argsort(-scores, kind="stable"):
        if (overlaps[place, kept] <= threshold).all():
            kept.append(place)
    return kept


def _ious(boxes) -> np.ndarray:
    corners = np.maximum(boxes[:, None, :2], boxes[:, :2]), np.minimum(boxes[:, None, 2:], boxes[:, 2:])
    shared = np.clip(corners[1] - corners[0], 0, None).prod(axis=-1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return shared / np.maximum(areas[:, None] + areas - shared, 1e-9)


def _decoded(deltas, anchors) -> np.ndarray:
    centres, sides = (anchors[:, :2] + anchors[:, 2:]) / 2, anchors[:, 2:] - anchors[:, :2]
    centres, sides = centres + deltas[:, :2] * sides, sides * np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16)))
    return np.concatenate([centres - sides / 2, centres + sides / 2], axis=1)


def _proposals(
    objectness, deltas, anchors, image_size, pre_nms_top_n, post_nms_top_n, threshold, smallest, *, mistake=""
) -> tuple[np.ndarray, np.ndarray]:
    """Propose as the lab says, or with a known mistake."""
    height, width = image_size if mistake != "swapped" else image_size[::-1]
    best = np.argsort(-objectness, kind="stable")
    best = np.arange(len(best)) if mistake == "unsorted" else best[::-1] if mistake == "worst" else best
    if mistake == "small first":
        every = np.clip(_decoded(deltas, anchors), 0, [width, height, width, height])
        best = best[_large(every, smallest)[best]]
    best = best[:pre_nms_top_n] if mistake != "all go in" else best
    anchors, deltas = (
        (anchors[best], deltas[best]) if mistake != "anchors' order" else (anchors[: len(best)], deltas[best])
    )
    boxes, scores = _decoded(deltas, anchors), objectness[best]
    boxes = anchors if mistake == "decode" else _decoded(anchors, deltas) if mistake == "turned" else boxes
    scores = objectness[: len(best)] if mistake == "scores' order" else scores
    large = _large(boxes, smallest) if mistake == "early" else None
    if mistake == "late clip":
        kept = _suppressed(boxes, scores, threshold)
        boxes, scores = boxes[kept], scores[kept]
    border = np.array([width, height] * 2)
    border = border - 1 if mistake == "one less" else border
    border = border * 0 + height if mistake == "square" else border * 0 + width if mistake == "wide" else border
    border = np.inf if mistake == "low only" else border
    if mistake == "leaving":
        inside = ((boxes >= 0) & (boxes <= border)).all(axis=1)
        boxes, scores = boxes[inside], scores[inside]
    boxes = np.clip(boxes, -np.inf if mistake == "high only" else 0, border) if mistake != "clip" else boxes
    sides = boxes[:, 2:] - boxes[:, :2]
    if mistake == "area":
        large = sides.prod(axis=1) >= smallest**2
    if mistake == "at least":
        large = (sides > smallest).all(axis=1)
    if mistake == "both":
        large = (sides >= smallest).any(axis=1)
    large = _large(boxes, 1 if mistake == "one" else smallest) if large is None else large
    if mistake in ("small last", "best, then small"):
        kept = _suppressed(boxes, scores, threshold)[: post_nms_top_n if mistake == "best, then small" else None]
        boxes, scores, large = boxes[kept], scores[kept], large[kept]
    large = np.ones_like(large) if mistake == "small" else large
    boxes, scores = boxes[large], scores[large]
    if mistake == "best first":
        boxes, scores = boxes[:post_nms_top_n], scores[:post_nms_top_n]
    if mistake not in ("suppress", "late clip"):
        kept = _suppressed(boxes, scores, 0.5 if mistake == "half" else threshold)
        boxes, scores = boxes[kept], scores[kept]
    if mistake == "all come out":
        return boxes, scores
    return boxes[:post_nms_top_n], scores[:post_nms_top_n]


def _large(boxes, smallest) -> np.ndarray:
    return ((boxes[:, 2:] - boxes[:, :2]) >= smallest).all(axis=1)


PROPOSAL_MISTAKES = {
    "the anchors with the largest logits go in first: sort by objectness": "unsorted",
    "only the best `pre_nms_top_n` anchors go in": "all go in",
    "anchors and offsets must be sorted together: each anchor has offsets of its own": "anchors' order",
    "the anchors are returned as they are: decode them with their offsets": "decode",
    "proposals reach beyond the image: clip them": "clip",
    "height and width are swapped in clipping: image_size is (height, width)": "swapped",
    "small boxes are dropped after clipping, not before": "early",
    "width and height each must reach `smallest`, not the area": "area",
    "proposals with a side below `smallest` are to be dropped": "small",
    "the best `pre_nms_top_n` are taken first of all; small ones are dropped only among them": "small first",
    "a side of exactly `smallest` is enough: only those below are dropped": "at least",
    "a box is dropped if one of its sides is below `smallest`, not only if both are": "both",
    "`smallest` is ignored: it is an argument, not 1": "one",
    "the image ends at x = width and y = height, not one pixel before: pixel c covers c … c + 1": "one less",
    "clip before suppression: the overlap inside the image counts": "late clip",
    "the best `post_nms_top_n` are taken last, of what suppression leaves": "best first",
    "small boxes are dropped before suppression: a small one may suppress no other": "small last",
    "small boxes are dropped before suppression, and the best `post_nms_top_n` are taken last": "best, then small",
    "a box that reaches beyond the image is clipped, not dropped": "leaving",
    "clip at both ends, to 0 and to width or height: yours reach beyond the right and the lower border": "low only",
    "clip at both ends, to 0 and to width or height: yours reach beyond the left and the upper border": "high only",
    "x is clipped to 0 … width, y to 0 … height: yours are both clipped to the height": "square",
    "x is clipped to 0 … width, y to 0 … height: yours are both clipped to the width": "wide",
    "the logits come along: each proposal keeps its own, in the same order": "scores' order",
    "the largest logits go in, not the smallest": "worst",
    "decode takes the offsets first, then the anchors": "turned",
    "suppression is missing": "suppress",
    "iou_threshold is ignored": "half",
    "at most `post_nms_top_n` proposals come out": "all come out",
}


def _answers_of_rpn(rng, count=90) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return logits, offsets and anchors in an image of 48 × 80, many of them near its border."""
    centres = rng.uniform(0, [80, 48], (count, 2))
    sides = rng.choice([12.0, 20.0, 28.0], (count, 1)) * np.array([1.0, 1.0])
    anchors = np.concatenate([centres - sides / 2, centres + sides / 2], axis=1).astype("float32")
    deltas = rng.normal(0, 0.25, (count, 4)).astype("float32")
    return rng.permutation(np.linspace(-4, 4, count)).astype("float32"), deltas, anchors


def _proposed(answer, *arguments) -> tuple[np.ndarray, np.ndarray]:
    return _two(called(answer.propose, *arguments), "return two arrays: boxes (K, 4) and their logits (K,)")


def _as_expected(answer, arguments) -> None:
    names = (
        "objectness",
        "deltas",
        "anchors",
        "image_size",
        "pre_nms_top_n",
        "post_nms_top_n",
        "iou_threshold",
        "smallest",
    )
    mistakes = {hint: partial(_proposals, *arguments, mistake=mistake) for hint, mistake in PROPOSAL_MISTAKES.items()}
    boxes, scores = _proposals(*arguments)
    mistakes["the scores are the given logits, not probabilities"] = (boxes, 1 / (1 + np.exp(-scores)))
    mistakes["best first"] = (boxes[::-1], scores[::-1])
    mistakes["boxes first, then their logits"] = (scores, boxes)
    got = _proposed(answer, *arguments)
    hint = "return the proposals' logits, not their places"
    holds(np.asarray(got[1]).dtype.kind not in "iu" or np.ndim(got[1]) != 1, hint, got=got[1])
    close(
        got,
        (boxes, scores),
        hint="take the best `pre_nms_top_n`, decode, clip, drop the small, suppress, keep the best `post_nms_top_n`",
        mistakes=mistakes,
        inputs=dict(zip(names, arguments)),
        rtol=1e-3,
        atol=1e-3,
    )


@points("propose", 0.75)
def test_propose(answer, rng):
    """Sort, decode, clip, suppress; the given numbers of anchors and proposals"""
    _as_expected(answer, (*_answers_of_rpn(rng), (48, 80), 70, 24, 0.3, 1))
    _as_expected(answer, (*_answers_of_rpn(rng), (48, 80), 30, 100, 0.6, 1))


@points("propose", 0.75)
def test_propose_drops_the_small(answer, rng):
    """Boxes that are too small after clipping are dropped; there may be none left"""
    objectness, deltas, anchors = _answers_of_rpn(rng)
    deltas[:30, 2] -= 1.2  # narrow ones that are still high
    anchors[30:50, [0, 2]] += 74 - anchors[30:50, [0]]  # hardly in the image: small once they are clipped
    deltas[60:65] = 0
    anchors[60:63] = [10, 5, 18, 25], [30, 20, 50, 28], [40, 34, 48, 42]  # sides of exactly 8
    anchors[63:65] = [60, 20, 67.5, 40], [60, 20, 68, 40]  # a small one on a large one
    objectness[60:65] = 5, 6, 7, 9, 8
    _as_expected(answer, (objectness, deltas, anchors, (48, 80), 90, 100, 0.5, 8))
    _as_expected(answer, (objectness, deltas, anchors, (48, 80), 30, 100, 0.6, 8))
    boxes, scores = _proposed(answer, objectness, deltas, anchors, (48, 80), 90, 100, 0.5, 500)
    hint = "no proposal is large enough here: return boxes (0, 4) and logits (0,)"
    equal((np.shape(boxes), np.shape(scores)), ((0, 4), (0,)), hint=hint)


# assign_levels


def _levels(boxes, strides, size=224, stride=16, *, rounded=np.floor, clip=True, start=True, measure=None):
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    measured = np.sqrt(width * height) if measure is None else measure(width, height)
    levels = rounded(np.log2(stride / strides[0]) * start + np.log2(measured / size))
    return np.clip(levels, 0, len(strides) - 1).astype(int) if clip else levels.astype(int)


@points("assign_levels", 0.5)
def test_assign_levels(answer, rng):
    """Larger boxes from coarser maps, by the formula; other strides and sizes too"""
    sides = 2 ** rng.uniform(4, 10, (40, 2))
    sides[:4] = [(225, 225), (223, 223), (450, 450), (111, 111)]
    sides[4:6] = [(1900, 1900), (9, 9)]  # they fall off either end
    corners = rng.uniform(0, 50, (40, 2)).round()
    boxes = np.concatenate([corners, corners + sides], axis=1)
    strides = (4, 8, 16, 32)
    _levels_as_expected(answer, boxes, strides)


def _levels_as_expected(answer, boxes, strides, *canonical) -> None:
    def levels(**wrong):
        return _levels(boxes, strides, *canonical, **wrong)

    got = called(answer.assign_levels, boxes, strides, *canonical)
    raw = _levels(boxes, strides, *canonical, clip=False)
    mistakes = {
        "`strides` may begin elsewhere: the finest stride is strides[0], not always 4": (
            _levels(boxes, (4, *strides[1:]), *canonical)
        ),
        "round down (floor), not to the nearest": levels(rounded=np.round),
        "round down (floor), not up": levels(rounded=np.ceil),
        "numbers below 0 or too large go to the first or last level: clip": levels(clip=False),
        "the last level has the place len(strides) - 1: clip to it, not to len(strides)": np.clip(raw, 0, len(strides)),
        "the square root is missing: the side counts, not the area": (
            levels(measure=lambda width, height: width * height)
        ),
        "the area decides, not the width": levels(measure=lambda width, height: width),
        "the area decides, not the longer side": levels(measure=np.maximum),
        "the finest stride is missing from the formula: count from the finest level": levels(start=False),
        "places in `strides`, not the strides themselves": np.array(strides)[levels()],
        "places count from 0": levels() + 1,
    }
    hint = "floor(log2(16 / finest stride) + log2(sqrt(w h) / 224)), then into 0 … levels - 1"
    if canonical:
        fixed = {"both canonical numbers are arguments: they are not always 224 and 16": _levels(boxes, strides)}
        mistakes = fixed | mistakes
        hint = "`strides` may begin elsewhere and there may be more or fewer; both canonical numbers are arguments"
    told = {"boxes": boxes, "strides": strides} | dict(zip(("canonical_size", "canonical_stride"), canonical))
    close(got, levels(), hint=hint, mistakes=mistakes, inputs=told)
    hint = "levels are used as indices: return ints, astype(int)"
    holds(np.asarray(got).dtype.kind in "iu", hint, got=got)


@points("assign_levels", 0.5)
def test_assign_levels_elsewhere(answer, rng):
    """Pyramids with another finest stride, and smaller pictures"""
    sides = 2 ** rng.uniform(2, 9, (40, 2))
    sides[:2] = 2, 900
    boxes = np.concatenate([np.zeros((40, 2)), sides], axis=1)
    _levels_as_expected(answer, boxes, (16, 32, 64), 100, 64)
    _levels_as_expected(answer, boxes, (4, 8, 16), 56, 8)


# largest_rounding


@points("largest_rounding", 0.5)
def test_largest_rounding(answer):
    """The nearest border between cells of 16 pixels"""
    _is_number(answer.largest_rounding)
    equal(
        answer.largest_rounding,
        8,
        hint="borders between cells lie 16 pixels apart: how far away can the nearest one be?",
        mistakes={
            "16 pixels lie between two borders; the nearest one is never that far": 16,
            "this is in cells; the question asks for pixels": 0.5,
            "this is the mean; the question asks for the largest move": 4,
            "rounding moves a border by half a cell at most, and the question is about one border alone": 32,
        },
    )


# roi_align


def _roi(
    features,
    box,
    size,
    stride,
    samples=2,
    *,
    half=0.5,
    half_pixels=False,
    place="middle",
    rounded=False,
    pool="mean",
    far=False,
    strided=False,
    least=0,
    turned=False,
):
    """Read a box point by point, slowly; or with a known mistake."""
    height, width, channels = features.shape
    x1, y1, x2, y2 = np.asarray(box, float) / stride
    if rounded:
        x1, y1, x2, y2 = np.round([x1, y1, x2, y2])
    if half_pixels:
        x1, y1, x2, y2 = (np.asarray(box, float) - 0.5) / stride
        half = 0
    x2, y2 = max(x2, x1 + least), max(y2, y1 + least)
    limits = (width - 1, height - 1) if turned else (height - 1, width - 1)
    points = size * samples
    values = np.zeros((points, points, channels))
    for i in range(points):
        for j in range(points):
            if place == "middle":
                share_y, share_x = (i + 0.5) / points, (j + 0.5) / points
            elif place == "first":
                share_y, share_x = i / points, j / points
            else:
                share_y, share_x = i / (points - 1), j / (points - 1)
            y, x = y1 + share_y * (y2 - y1) - half, x1 + share_x * (x2 - x1) - half
            y, x = min(max(y, 0), limits[0], height - 1), min(max(x, 0), limits[1], width - 1)
            values[i, j] = _at(features, y, x, far)
    if strided:
        return values.reshape(samples, size, samples, size, channels).mean(axis=(0, 2))
    bins = values.reshape(size, samples, size, samples, channels)
    return getattr(bins, pool)(axis=(1, 3))


def _at(features, y, x, far=False) -> np.ndarray:
    """Interpolate bilinearly at one place of the map."""
    top, left = int(y), int(x)
    bottom, right = min(top + 1, len(features) - 1), min(left + 1, features.shape[1] - 1)
    down, across = y - top, x - left
    down, across = (1 - down, 1 - across) if far else (down, across)
    above = (1 - across) * features[top, left] + across * features[top, right]
    below = (1 - across) * features[bottom, left] + across * features[bottom, right]
    return (1 - down) * above + down * below


ROI_MISTAKES = {
    "the half is missing: the place y of the image lies at y / stride - 0.5 on the map": {"half": 0},
    "the half belongs to the map: y / stride - 0.5, not (y - 0.5) / stride": {"half_pixels": True},
    "subtract the half, do not add it": {"half": -0.5},
    "the box is rounded to whole cells: RoIAlign rounds nothing": {"rounded": True},
    "a point lies in the middle of each part, not at its beginning": {"place": "first"},
    "a point lies in the middle of each part; yours go from border to border of the box": {"place": "ends"},
    "average a bin's points, do not take the largest": {"pool": "max"},
    "average a bin's points, do not add them up": {"pool": "sum"},
    "a box smaller than a cell is read as it is, not widened to a cell": {"least": 1},
    "y is clipped to 0 … H - 1 and x to 0 … W - 1: yours are swapped": {"turned": True},
}


def _nearest(features, box, size, stride, samples=2) -> np.ndarray:
    stepped = np.repeat(np.repeat(features, 64, axis=0), 64, axis=1)
    return _roi(stepped, box, size, stride / 64, samples)


def _points_of_diagonal(features, box, size, stride, samples) -> list[np.ndarray]:
    """Return of each bin on the diagonal its points, (samples, samples, C)."""
    every = _roi(features, box, size * samples, stride, 1)
    ends = [slice(place * samples, (place + 1) * samples) for place in range(size)]
    return [every[part, part] for part in ends]


def _roi_mistakes(features, box, size, stride, samples=2) -> dict:
    """Return hint → what a known mistake gives."""
    arguments = features, box, size, stride, samples
    mistakes = {hint: partial(_roi, *arguments, **wrong) for hint, wrong in ROI_MISTAKES.items()}
    flipped = np.asarray(box)[[1, 0, 3, 2]]
    return mistakes | {
        "rows go with y, columns with x: the result is transposed": lambda: _roi(*arguments).swapaxes(0, 1),
        "x goes with columns, y with rows; box is x1, y1, x2, y2": lambda: _roi(features, flipped, *arguments[2:]),
        "interpolate bilinearly, do not take the nearest cell": lambda: _nearest(*arguments),
        "the box is in pixels of the image: divide by stride to find its place on the map": lambda: _roi(
            features, box, size, 1, samples
        ),
        "rows count from top to bottom: the result is upside down": lambda: _roi(*arguments)[::-1],
        "the weights are swapped: a nearer cell's centre counts more": lambda: _roi(*arguments, far=True),
        "the points of each bin are neighbours: reshape to (size, samples, size, samples, C), the mean over 1 and 3": (
            lambda: _roi(*arguments, strided=True)
        ),
        "every row of points with every column, features[rows][:, columns]: yours pair the first with the first …": (
            lambda: np.stack([bins.diagonal().mean(axis=-1) for bins in _points_of_diagonal(*arguments)])
        ),
        "`samples` is ignored": lambda: _roi(features, box, size, stride),
        "one point a bin is too few: samples × samples of them are averaged": lambda: _roi(
            features, box, size, stride, 1
        ),
    }


def _roi_as_expected(answer, features, box, size, stride, *samples) -> None:
    arguments = features, box, size, stride, *samples
    close(
        called(answer.roi_align, *arguments),
        _roi(*arguments),
        hint="interpolate at points in the middles of samples × samples parts of each bin, then average",
        mistakes=_roi_mistakes(*arguments),
        inputs=dict(zip(("features", "box", "size", "stride", "samples"), arguments)),
        **SINGLE,
    )


@points("roi_align", 1)
def test_roi_align(answer, rng):
    """Bilinear, with the half, averaged: the same as a slow loop over all points"""
    features = rng.normal(0, 1, (9, 13, 3)).astype("float32")
    _roi_as_expected(answer, features, np.array([21.3, 17.1, 78.9, 51.7]), 4, 8)
    _roi_as_expected(answer, features, np.array([9.7, 8.2, 30.4, 31.9]), 3, 4)
    _roi_as_expected(answer, features, np.array([50.2, 27.1, 55.4, 31.7]), 3, 8)  # smaller than a cell


@points("roi_align", 0.5)
def test_roi_align_ramp(answer, rng):
    """On a map that rises evenly each bin has exactly the value at its centre"""
    stride, size = 8, 5
    a, b, c = np.abs(rng.normal(0, 1, 3)) * [1, -1, 1]  # it rises to the right and falls downwards
    y, x = np.meshgrid((np.arange(12) + 0.5) * stride, (np.arange(15) + 0.5) * stride, indexing="ij")
    ramp = (a * x + b * y + c)[..., None]
    box = np.array([13.2, 21.9, 80.4, 62.3])
    middles = (np.arange(size) + 0.5) / size
    x, y = box[0] + middles * (box[2] - box[0]), box[1] + middles * (box[3] - box[1])
    arguments = ramp, box, size, stride
    close(
        called(answer.roi_align, *arguments),
        (a * x[None] + b * y[:, None] + c)[..., None],
        hint="the map is a·x + b·y + c at the cells' centres: each bin must hold a·x + b·y + c at its own centre",
        mistakes=_roi_mistakes(*arguments),
        inputs={"box": box, "size": size, "stride": stride},
        rtol=1e-4,
        atol=1e-4,
    )


@points("roi_align", 0.5)
def test_roi_align_samples(answer, rng):
    """1 × 1, 2 × 2 or 3 × 3 points per bin"""
    features = rng.normal(0, 1, (10, 11, 2)).astype("float32")
    for samples in (1, 3):
        _roi_as_expected(answer, features, np.array([6.2, 9.1, 70.3, 66.6]), 3, 8, samples)


@points("roi_align", 0.5)
def test_roi_align_border(answer, rng):
    """Boxes that touch the image's border: the values at the border of the map continue"""
    features = rng.normal(2, 1, (6, 8, 2)).astype("float32")
    for box in ([0, 0, 30.5, 21.2], [40.1, 20.3, 64, 48]):
        arguments = features, np.array(box, float), 6, 8
        padded = np.pad(features, [(1, 1), (1, 1), (0, 0)])
        moved = np.array(box, float) + 8
        close(
            called(answer.roi_align, *arguments),
            _roi(*arguments),
            hint="beyond the outermost centres the border's value goes on: clip the places to 0 … H - 1 and 0 … W - 1",
            mistakes={
                "beyond the outermost centres the map goes on with its border's values, not with zeros": (
                    _roi(padded, moved, 6, 8)
                ),
                **_roi_mistakes(*arguments),
            },
            inputs=dict(zip(("features", "box", "size", "stride"), arguments)),
            **SINGLE,
        )


# build_box_head and build_mask_head


@points("build_box_head", 0.5)
def test_box_head_counts(answer):
    """80 classes: 14,306,705 parameters; 81 logits and 320 offsets"""
    model = answer.build_box_head(80)
    _is_model(model, "build_box_head")
    first, second, end = 7 * 7 * 256 * 1024 + 1024, 1024 * 1024 + 1024, 1025
    equal(
        model.count_params(),
        first + second + 401 * end,
        hint="flatten, two dense layers of 1024, then 81 logits and 320 offsets side by side",
        mistakes={
            "background needs a logit too: classes + 1": first + second + 400 * end,
            "there are four offsets for each class, not four in all": first + second + 85 * end,
            "background needs no offsets": first + second + 405 * end,
            "there are two hidden layers": first + 401 * end,
            "the features are flattened, not averaged": 256 * 1024 + 1024 + second + 401 * end,
            "offsets and logits both read the second hidden layer, side by side": first + second + 81 * end + 320 * 82,
        },
    )
    shapes = _two(_shapes(model), "return two outputs: the logits and the offsets")
    holds(shapes != ((None, 320), (None, 81)), "logits first, then offsets", got=shapes)
    equal(shapes, ((None, 81), (None, 320)), hint="81 logits, and four offsets for each of 80 classes")


@points("build_box_head", 0.5, weights=True)
def test_box_head_layers(answer, rng):
    """Other sizes; ReLU in the hidden layers, none at the end; a start near zero"""
    model = answer.build_box_head(3, size=4, channels=6, hidden=32)
    _is_model(model, "build_box_head")
    hint = "`size`, `channels` and `hidden` are arguments: use them"
    equal(tuple(model.input_shape), (None, 4, 4, 6), hint=hint)
    equal(model.count_params(), 96 * 32 + 32 + 32 * 33 + 16 * 33, hint=hint)
    _starts_small(model, (32, 4), (32, 12))
    shapes = [(96, 32), (1, 32), (32, 32), (1, 32), (32, 4), (1, 4), (32, 12), (1, 12)]
    drawn = _redrawn(model, rng, shapes, "two dense hidden layers, then logits and offsets, all with a bias")
    features = rng.normal(0, 1, (5, 4, 4, 6)).astype("float32")
    outputs = _two(model(features), "return two outputs: the logits and the offsets")
    _learns_as_it_predicts(model, features)

    def hidden(first, second):
        vectors = first(features.reshape(5, 96) @ drawn[96, 32] + drawn[1, 32])
        return vectors, second(vectors @ drawn[32, 32] + drawn[1, 32])

    for name, values, count in zip(("logits", "offsets"), outputs, (4, 12)):

        def last(vectors, count=count):
            return vectors @ drawn[32, count] + drawn[1, count]

        expected = last(hidden(_relu, _relu)[1])
        inside = "both hidden layers have ReLU"
        mistakes = {
            f"the {name} read the second hidden layer, not the first": last(hidden(_relu, _relu)[0]),
            **_wrong_inside(inside, lambda f, last=last: last(hidden(f, f)[1])),
            **_wrong_inside(f"{inside}, the first too", lambda f, last=last: last(hidden(f, _relu)[1])),
            **_wrong_inside(f"{inside}, the second too", lambda f, last=last: last(hidden(_relu, f)[1])),
            **_wrong_at_the_end(expected, f"logits and offsets have no activation; these {name} have"),
        }
        hint = f"{name}: flatten, a dense layer with ReLU, another, then a dense layer without, and nothing else"
        told = "features; all weights were drawn anew, so that each step shows"
        values = ops.convert_to_numpy(values)
        close(values, expected, hint=hint, mistakes=mistakes, inputs=told, rtol=1e-3, atol=1e-3)


@points("build_mask_head", 0.5)
def test_mask_head_counts(answer):
    """80 classes: from 14 × 14 features to 28 × 28 masks, 2,643,280 parameters"""
    model = answer.build_mask_head(80)
    _is_model(model, "build_mask_head")
    convolution, doubling, end = 9 * 256 * 256 + 256, 4 * 256 * 256 + 256, 257
    equal(
        model.count_params(),
        4 * convolution + doubling + 80 * end,
        hint="four 3×3 convolutions, a transposed 2×2 with stride 2, a 1×1 with one mask per class",
        mistakes={
            "no mask for background: one for each class": 4 * convolution + doubling + 81 * end,
            "there is one mask for each class, not one in all": 4 * convolution + doubling + end,
            "the transposed convolution has 2×2 kernels, not 3×3": 5 * convolution + 80 * end,
            "the doubling is a transposed convolution, with weights": 4 * convolution + 80 * end,
            "`depth` 3×3 convolutions before the doubling, no fewer": 3 * convolution + doubling + 80 * end,
            "`depth` 3×3 convolutions before the doubling, no more": 5 * convolution + doubling + 80 * end,
            "the last convolution is 1×1": 4 * convolution + doubling + 80 * (9 * 256 + 1),
        },
    )
    hint = "28 × 28 × classes: the 3×3 convolutions are padded, the transposed one doubles"
    equal(_shapes(model), [(None, 28, 28, 80)], hint=hint)


@points("build_mask_head", 0.5, weights=True)
def test_mask_head_layers(answer, rng):
    """Other sizes; ReLU everywhere, and logits at the end"""
    model = answer.build_mask_head(3, size=6, channels=5, hidden=8, depth=2)
    _is_model(model, "build_mask_head")
    hint = "`size`, `channels`, `hidden` and `depth` are arguments: use them"
    equal(tuple(model.input_shape), (None, 6, 6, 5), hint=hint)
    expected = (9 * 5 * 8 + 8) + (9 * 8 * 8 + 8) + (4 * 8 * 8 + 8) + 27
    equal(model.count_params(), expected, hint=hint)
    equal(_shapes(model), [(None, 12, 12, 3)], hint=hint)
    shapes = [(45, 8), (1, 8), (72, 8), (1, 8), (32, 8), (1, 8), (8, 3), (1, 3)]
    hint = "3×3 convolutions, a transposed one of 2×2 with stride 2, and a 1×1, all with a bias"
    drawn = _redrawn(model, rng, shapes, hint)
    features = rng.normal(0, 1, (2, 6, 6, 5)).astype("float32")
    _learns_as_it_predicts(model, features)

    def masks(first, second, third):
        maps = first(_convolved(features, drawn[45, 8].reshape(3, 3, 5, 8)) + drawn[1, 8])
        maps = second(_convolved(maps, drawn[72, 8].reshape(3, 3, 8, 8)) + drawn[1, 8])
        doubled = np.einsum("nijc,abdc->niajbd", maps, drawn[32, 8].reshape(2, 2, 8, 8)).reshape(2, 12, 12, 8)
        return third(doubled + drawn[1, 8]) @ drawn[8, 3] + drawn[1, 3]

    expected = masks(_relu, _relu, _relu)
    inside, after = "ReLU after every 3×3 convolution", "ReLU after the transposed convolution too"
    last = "the masks are logits: no activation at the end, the loss computes with logits; yours has"
    close(
        ops.convert_to_numpy(model(features)),
        expected,
        hint="3×3 convolutions with ReLU, a transposed one with ReLU, a 1×1 without activation, and nothing else",
        mistakes={
            **_wrong_inside(f"{inside} and after the transposed one", lambda f: masks(f, f, f)),
            **_wrong_inside(after, lambda f: masks(_relu, _relu, f)),
            **_wrong_inside(inside, lambda f: masks(f, f, _relu)),
            **_wrong_inside(f"{inside}, the first too", lambda f: masks(f, _relu, _relu)),
            **_wrong_inside(f"{inside}, the last too", lambda f: masks(_relu, f, _relu)),
            **_wrong_at_the_end(expected, last),
        },
        inputs="features; all weights were drawn anew, so that each step shows",
        rtol=1e-3,
        atol=1e-3,
    )


@points("why_sigmoids", 0.5)
def test_why_sigmoids(answer):
    """A mask for each class, and no competition"""
    one_letter(
        answer.why_sigmoids,
        "B",
        {
            "A": "both take very little time: this is not the reason",
            "C": "a region is read for one object: the mask says which of its pixels belong to that object",
            "D": "a softmax has a gradient everywhere: this is not the reason",
        },
    )


# The losses


def _cross_entropy(logits, targets) -> np.ndarray:
    logits = logits.astype(float)
    return np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))


def _is_scalar(got) -> None:
    hint = "one number for all images together: sum over them too, and return a scalar"
    holds(np.ndim(got) == 0, hint, got=f"shape {np.shape(got)}")


def _is_finite(got, hint) -> None:
    """Say what is wrong with a loss that came out as NaN or infinite."""
    finite = np.isfinite(got) if np.asarray(got).dtype.kind in "biuf" else True
    holds(bool(np.all(finite)), hint, got=got)


def _chance(rng, shape, share) -> np.ndarray:
    return rng.random(shape) < share


def _kinds(rng, shape=(3, 40)) -> tuple[np.ndarray, np.ndarray]:
    """Return positives and negatives that exclude each other; others are neither."""
    draw = rng.random(shape)
    return draw < 0.15, (draw >= 0.15) & (draw < 0.5)


@points("objectness_loss", 0.5)
def test_objectness(answer, rng):
    """Binary cross-entropy with logits, mean over the sampled anchors"""
    positives, negatives = _kinds(rng)
    logits = rng.normal(0, 2, positives.shape).astype("float32")
    got = answer.objectness_loss(logits, positives, negatives)
    hint = "the mean of max(z, 0) - z t + log(1 + exp(-|z|)) over positives (t = 1) and negatives (t = 0)"
    _objectness_as_expected(got, logits, positives, negatives, hint)


def _objectness_as_expected(got, logits, positives, negatives, hint) -> None:
    _is_scalar(got)
    drawn, losses = positives | negatives, _cross_entropy(logits, positives)
    everything = losses.sum()
    close(
        got,
        losses[drawn].mean(),
        hint=hint,
        mistakes={
            "only the anchors drawn count; yours is the mean over all": losses.mean(),
            "only the anchors drawn count, and the sum is divided by their number, not by all": (
                losses[drawn].sum() / losses.size
            ),
            "a mean, not a sum": losses[drawn].sum(),
            "the negatives count too": losses[positives].mean(),
            "targets are 1 for positives and 0 for negatives, not the other way round": (
                _cross_entropy(logits, negatives)[drawn].mean()
            ),
            "these are logits: a sigmoid before, or from_logits=True": lambda: _of_probabilities(
                logits, positives, drawn
            ),
            "all images together: yours is a mean of the images' means": np.mean(
                [of_image[used].mean() for of_image, used in zip(losses, drawn)]
            ),
            "all drawn weigh the same; yours is the positives' mean plus the negatives'": (
                losses[positives].mean() + losses[negatives].mean()
            ),
            "all drawn weigh the same; yours is half the positives' mean and half the negatives'": (
                (losses[positives].mean() + losses[negatives].mean()) / 2
            ),
            "the number of positives is not what to divide by: take all drawn": losses[drawn].sum() / positives.sum(),
            "the sign is wrong": -losses[drawn].mean(),
            "every anchor counts here; only those drawn do": everything,
        },
        inputs={"logits": logits, "positives": positives, "negatives": negatives},
        **SINGLE,
    )


def _of_probabilities(values, targets, drawn) -> float:
    """Return the mean if the logits are taken for probabilities."""
    losses = ops.binary_crossentropy(targets.astype("float32"), values)
    return float(ops.convert_to_numpy(losses)[drawn].mean())


@points("objectness_loss", 0.5)
def test_objectness_edges(answer, rng):
    """An empty sample, huge logits, NaN where nothing counts"""
    positives, negatives = _kinds(rng)
    none = np.zeros_like(positives)
    logits = rng.normal(0, 2, positives.shape).astype("float32")
    hint = "if nothing was drawn the loss is 0: divide by at least 1"
    close(answer.objectness_loss(logits, none, none), 0.0, hint=hint)
    huge = np.where(logits > 0, 300, -300).astype("float32")
    got = answer.objectness_loss(huge, positives, negatives)
    _is_finite(got, "logits of ±300 must not overflow: use the formula with log1p, or from_logits=True")
    hint = "logits of ±300 count in full: clip neither them nor their probabilities; from_logits=True does not"
    _objectness_as_expected(got, huge, positives, negatives, hint)
    holed = np.where(positives | negatives, logits, np.nan).astype("float32")
    hint = "NaN where nothing was drawn must not count: NaN · 0 is NaN, so choose with ops.where"
    got = answer.objectness_loss(holed, positives, negatives)
    _is_finite(got, hint)
    _objectness_as_expected(got, logits, positives, negatives, hint)


def _smooth(error, beta=1 / 9) -> np.ndarray:
    error = np.abs(error.astype(float))
    return np.where(error < beta, 0.5 * error**2 / beta, error - 0.5 * beta)


def _offsets(rng, scale, shape=(2, 30)):
    deltas = rng.normal(0, scale, (*shape, 4)).astype("float32")
    targets = rng.normal(0, scale, (*shape, 4)).astype("float32")
    positives, negatives = _kinds(rng, shape)
    return deltas, targets, positives, positives | negatives


def _boxes_as_expected(got, deltas, targets, positives, drawn, *beta) -> None:
    _is_scalar(got)
    turn = (beta or (1 / 9,))[0]
    signed = (deltas - targets).astype(float)
    losses = _smooth(deltas - targets, *beta).sum(axis=-1)
    total = losses[positives].sum()
    error = np.abs(deltas - targets).astype(float)
    close(
        got,
        total / drawn.sum(),
        hint="smooth L1, summed over the four offsets and the positives, over the number drawn",
        mistakes={
            "divide by the number drawn, negatives included, not by the number of positives": total / positives.sum(),
            "sum over the four offsets, not their mean": total / drawn.sum() / 4,
            "divide by the number drawn; yours is a sum": total,
            "divide by the number drawn, not by all": total / positives.size,
            "only positives have offsets to learn; negatives do not count": losses[drawn].sum() / drawn.sum(),
            "only positives count; yours is the mean over all": losses.mean(),
            "this is the absolute error: smooth L1 is quadratic below beta": (
                error.sum(axis=-1)[positives].sum() / drawn.sum()
            ),
            "this is the squared error: smooth L1 is linear beyond beta": (
                0.5 * (error**2).sum(axis=-1)[positives].sum() / drawn.sum()
            ),
            "this is the squared error over beta: smooth L1 is linear beyond beta": (
                0.5 * (error**2 / (beta or (1 / 9,))[0]).sum(axis=-1)[positives].sum() / drawn.sum()
            ),
            "`beta` is ignored: it is 1/9 unless the call says otherwise": (
                _smooth(deltas - targets).sum(axis=-1)[positives].sum() / drawn.sum()
            ),
            "beta is 1/9 unless the call says otherwise; yours turns at 1": (
                _smooth(deltas - targets, 1.0).sum(axis=-1)[positives].sum() / drawn.sum()
            ),
            "smooth L1 is the Huber loss divided by beta: e² / (2 beta), then |e| - beta/2": total * turn / drawn.sum(),
            "smooth L1 is the Huber loss divided by beta; the sum over the four offsets, not their mean": (
                total * turn / drawn.sum() / 4
            ),
            "the error's size counts: without the absolute value all negative errors are below beta": (
                np.where(signed < turn, 0.5 * signed**2 / turn, signed - 0.5 * turn).sum(axis=-1)[positives].sum()
                / drawn.sum()
            ),
            "all images together: yours is a mean of the images' means": np.mean(
                (losses * positives).sum(axis=1) / drawn.sum(axis=1)
            ),
            "the two pieces do not meet at beta: beyond it the loss is |e| - beta/2": (
                np.where(error < (beta or (1 / 9,))[0], 0.5 * error**2 / (beta or (1 / 9,))[0], error)
                .sum(axis=-1)[positives]
                .sum()
                / drawn.sum()
            ),
        },
        inputs={"deltas": deltas, "targets": targets, "positives": positives, "drawn": drawn},
        **SINGLE,
    )


def _box_loss_as_expected(answer, *arguments) -> None:
    _boxes_as_expected(answer.box_loss(*arguments), *arguments)


@points("box_loss", 0.5)
def test_rpn_box_loss(answer, rng):
    """The RPN's box loss: small offsets of anchors, the quadratic and the linear part"""
    deltas, targets, positives, drawn = _offsets(rng, 0.12)
    deltas[positives, 1] += 1.5  # beyond 1 too
    _box_loss_as_expected(answer, deltas, targets, positives, drawn)


@points("box_loss", 0.25)
def test_region_box_loss(answer, rng):
    """The box head's box loss: offsets divided by their variances; another beta"""
    _box_loss_as_expected(answer, *_offsets(rng, 1.0))
    _box_loss_as_expected(answer, *_offsets(rng, 0.8), 0.5)


@points("box_loss", 0.25)
def test_box_loss_edges(answer, rng):
    """An empty sample, no positives, NaN where nothing is positive"""
    deltas, targets, positives, drawn = _offsets(rng, 0.5)
    none = np.zeros_like(drawn)
    hint = "without positives the loss is 0, and also if nothing was drawn: divide by at least 1"
    close(answer.box_loss(deltas, targets, none, none), 0.0, hint=hint)
    close(answer.box_loss(deltas, targets, none, drawn), 0.0, hint=hint)
    holed = np.where(positives[..., None], targets, np.nan).astype("float32")
    hint = "targets may be NaN where nothing is positive: NaN · 0 is NaN, so choose with ops.where"
    got = answer.box_loss(deltas, holed, positives, drawn)
    _is_finite(got, hint)
    _boxes_as_expected(got, deltas, targets, positives, drawn)


@points("class_loss", 0.5)
def test_class_loss(answer, rng):
    """Cross-entropy over the classes and background, mean over the sampled regions"""
    logits = rng.normal(0, 2, (3, 20, 6)).astype("float32")
    classes, drawn = rng.integers(0, 6, (3, 20)).astype("int32"), _chance(rng, (3, 20), 0.6)
    exponents = logits.astype(float)
    losses = np.log(np.exp(exponents).sum(axis=-1)) - np.take_along_axis(exponents, classes[..., None], 2)[..., 0]
    foreground = drawn & (classes < 5)
    got = answer.class_loss(logits, classes, drawn)
    _is_scalar(got)
    of_images = [of_image[used].mean() for of_image, used in zip(losses, drawn)]
    turned = np.take_along_axis(exponents, (classes[..., None] + 1) % 6, 2)[..., 0]
    close(
        got,
        losses[drawn].mean(),
        hint="the softmax cross-entropy of each region, and the mean over those drawn",
        mistakes={
            "only the regions drawn count; yours is the mean over all": losses.mean(),
            "divide by the number drawn, not by all": losses[drawn].sum() / losses.size,
            "a mean, not a sum": losses[drawn].sum(),
            "background counts too: the head must learn that a region is empty": losses[foreground].mean(),
            "these are logits: from_logits=True": lambda: _loss_of_probabilities(exponents, classes, drawn),
            "the sign is wrong": -losses[drawn].mean(),
            "all images together: yours is a mean of the images' means": np.mean(of_images),
            "background is the last of the logits, not the first: class c has logit c": (
                (np.log(np.exp(exponents).sum(axis=-1)) - turned)[drawn].mean()
            ),
            "a softmax over the classes, not a sigmoid for each": lambda: _sigmoid_loss(logits, classes, drawn),
        },
        inputs={"logits": logits, "classes": classes, "drawn": drawn},
        **SINGLE,
    )
    hint = "if nothing was drawn the loss is 0: divide by at least 1"
    close(answer.class_loss(logits, classes, np.zeros_like(drawn)), 0.0, hint=hint)
    huge = 100 * logits
    got = answer.class_loss(huge, classes, drawn)
    _is_finite(got, "logits of ±200 must not overflow: log_softmax, logsumexp or from_logits=True")
    hint = "logits of ±200 count in full: clip neither them nor their probabilities; from_logits=True does not"
    exponents = huge - huge.max(axis=-1, keepdims=True).astype(float)
    losses = np.log(np.exp(exponents).sum(axis=-1)) - np.take_along_axis(exponents, classes[..., None], 2)[..., 0]
    close(got, losses[drawn].mean(), hint=hint, **SINGLE)


def _loss_of_probabilities(values, classes, drawn) -> float:
    got = keras.losses.sparse_categorical_crossentropy(classes, values.astype("float32"))
    return float(np.asarray(got)[drawn].mean())


def _sigmoid_loss(logits, classes, drawn) -> float:
    return _cross_entropy(logits, np.eye(logits.shape[-1])[classes]).sum(axis=-1)[drawn].mean()


@points("mask_loss", 0.75)
def test_mask_loss(answer, rng):
    """Only the mask of the true class; mean over its pixels, then over the positives"""
    logits = rng.normal(0, 2, (12, 6, 6, 4)).astype("float32")
    positives = _chance(rng, 12, 0.5)
    positives[:2] = True, False
    classes = np.where(positives, rng.integers(0, 4, 12), 4).astype("int32")
    targets = rng.random((12, 6, 6)).astype("float32")
    places = np.minimum(classes, 3)
    pixels = _cross_entropy(logits, targets[..., None])  # [R, S, S, C]
    chosen = pixels[np.arange(12), :, :, places]
    losses = chosen.mean(axis=(1, 2))
    try:
        got = answer.mask_loss(logits, classes, targets, positives)
    except AnswerError:
        hint = (
            "where a region is not positive, classes may hold the number of background, here 4: clip it before you pick"
        )
        holds(not _takes_masks(answer, logits, places, targets, positives), hint)
        raise
    _is_scalar(got)
    only = np.eye(4)[places][:, None, None] * targets[..., None]
    close(
        got,
        losses[positives].mean(),
        hint="for each region the mask of its true class; cross-entropy, mean over the pixels, then over the positives",
        mistakes={
            "only the mask of the true class learns; yours has all": pixels.mean(axis=(1, 2, 3))[positives].mean(),
            "only the mask of the true class learns; yours teaches the others to be empty": (
                _cross_entropy(logits, only).mean(axis=(1, 2, 3))[positives].mean()
            ),
            "the mask of the true class, not the largest logit of all": (
                _cross_entropy(logits.max(axis=-1), targets).mean(axis=(1, 2))[positives].mean()
            ),
            "classes count from 0: class c has mask c, not c - 1": (
                pixels[np.arange(12), :, :, places - 1].mean(axis=(1, 2))[positives].mean()
            ),
            "the mask of the true class, not always the first": pixels[..., 0].mean(axis=(1, 2))[positives].mean(),
            "the mean over a mask's pixels, not their sum": chosen.sum(axis=(1, 2))[positives].mean(),
            "only positives count; yours is the mean over all regions": losses.mean(),
            "divide by the number of positives, not by all regions": losses[positives].sum() / 12,
            "the mean over the positives, not their sum": losses[positives].sum(),
            "targets are shares from 0 to 1, not to be rounded": (
                _cross_entropy(logits, (targets >= 0.5)[..., None])[np.arange(12), :, :, places]
                .mean(axis=(1, 2))[positives]
                .mean()
            ),
            "classes do not compete for a pixel: a sigmoid, no softmax": lambda: _softmax_masks(
                logits, targets, places, positives
            ),
        },
        inputs={"logits": logits, "classes": classes, "targets": targets, "positives": positives},
        **SINGLE,
    )


def _takes_masks(answer, *arguments) -> bool:
    try:
        answer.mask_loss(*arguments)
    except AnswerError:
        return False
    return True


def _softmax_masks(logits, targets, places, positives) -> float:
    exponents = np.exp(logits.astype(float))
    shares = (exponents / exponents.sum(axis=-1, keepdims=True))[np.arange(len(places)), :, :, places]
    losses = -(targets * np.log(shares) + (1 - targets) * np.log(1 - shares))
    return losses.mean(axis=(1, 2))[positives].mean()


@points("mask_loss", 0.25)
def test_mask_loss_edges(answer, rng):
    """No positives, and huge logits"""
    logits = rng.normal(0, 2, (5, 4, 4, 3)).astype("float32")
    targets = _chance(rng, (5, 4, 4), 0.5).astype("float32")
    classes = rng.integers(0, 3, 5).astype("int32")
    hint = "without positives the loss is 0: divide by at least 1"
    close(answer.mask_loss(logits, np.full(5, 3, "int32"), targets, np.zeros(5, bool)), 0.0, hint=hint)
    huge = np.where(logits > 0, 200, -200).astype("float32")
    expected = _cross_entropy(huge, targets[..., None])[np.arange(5), :, :, classes].mean()
    got = answer.mask_loss(huge, classes, targets, np.ones(5, bool))
    _is_scalar(got)
    _is_finite(got, "logits of ±200 must not overflow: use the formula with log1p, or from_logits=True")
    hint = "logits of ±200 count in full, in the mask of the true class and as a mean: do not clip them"
    close(got, expected, hint=hint, **SINGLE)


# outside_share and crop_example


def _scene(rng, height=40, width=56, count=5) -> tuple[np.ndarray, np.ndarray]:
    """Return a map of instances, discs that partly cover each other, and the box around each one's visible part."""
    rows, columns = np.mgrid[:height, :width]
    while True:
        instances = np.zeros((height, width), "int32")
        for number in range(count):
            y, x, radius = rng.uniform(6, height - 6), rng.uniform(6, width - 6), rng.uniform(4, 9)
            instances[(rows - y) ** 2 + (columns - x) ** 2 < radius**2] = number + 1
        if len(np.unique(instances)) == count + 1:
            return instances, np.stack([_box_of(instances == number + 1) for number in range(count)])


def _box_of(mask, one=1) -> np.ndarray:
    rows, columns = np.nonzero(mask)
    return np.array([columns.min(), rows.min(), columns.max() + one, rows.max() + one], float)


def _outside(boxes, instances, half=0.5, swap=False, every=False) -> np.ndarray:
    shares = np.zeros(len(boxes))
    for number, box in enumerate(boxes):
        x1, y1, x2, y2 = box[[1, 0, 3, 2]] if swap else box
        rows, columns = np.nonzero(instances == number + 1)
        across = (columns + half >= x1) & (columns + half <= x2)
        down = (rows + half >= y1) & (rows + half <= y2)
        inside = across | down if every else across & down
        shares[number] = 1 - inside.mean() if len(rows) else 0
    return shares


def _outside_slices(boxes, instances, first, last) -> np.ndarray:
    """Count in a slice of the map, with a box's sides as whole numbers; negative ones count from the other end."""
    shares = np.zeros(len(boxes))
    for number, box in enumerate(boxes):
        (left, top), (right, bottom) = first(box[:2]).astype(int), last(box[2:]).astype(int)
        mask = instances == number + 1
        shares[number] = 1 - mask[top:bottom, left:right].sum() / mask.sum() if mask.any() else 0
    return shares


def _outside_mistakes(boxes, instances) -> dict:
    expected = _outside(boxes, instances)
    sizes = np.array([np.sum(instances == number + 1) for number in range(len(boxes))])
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    rounded = "a pixel counts by its centre: do not cut the box's sides to whole numbers (and negative ones in a slice"
    rounded += " count from the other end)"
    one = "pixel c covers c … c + 1, so x2 and y2 are where the last pixel ends: do not add 1, nor subtract it"
    return {
        "this is the share inside": np.where(sizes > 0, 1 - expected, 0),
        "this is the share inside; 0 is for an object without pixels": 1 - expected,
        "x belongs to columns, y to rows": _outside(boxes, instances, swap=True),
        "a pixel's centre lies half a pixel from its corner: column + 0.5, row + 0.5": (
            _outside(boxes, instances, 0.0)
        ),
        "object k has the number k + 1 on the map": _outside(boxes, instances + 1),
        "a pixel beyond one side of the box is outside, not only one beyond two": _outside(
            boxes, instances, every=True
        ),
        "a share, not a number of pixels": expected * sizes,
        "a share of the object's pixels, not of the image's": expected * sizes / instances.size,
        "a share of the object's pixels, not of the box's area": expected * sizes / areas,
        "0 for an object without pixels, not NaN": np.where(sizes > 0, expected, np.nan),
        "one share for each box: 0 for an object without pixels": expected[sizes > 0],
        rounded: _outside_slices(boxes, instances, np.trunc, np.trunc),
        f"{rounded} ": _outside_slices(boxes, instances, np.floor, np.ceil),
        one: _outside(boxes + np.array([0, 0, 1, 1]), instances),
        f"{one} ": _outside(boxes - np.array([0, 0, 1, 1]), instances),
    }


@points("outside_share", 0.5)
def test_outside_share(answer, rng):
    """The share of each object's pixels whose centre lies outside its box"""
    instances, boxes = _scene(rng)
    hint = "a right box around the visible pixels has nothing outside: pixel c covers c … c + 1"
    mistakes = {said: wrong for said, wrong in _outside_mistakes(boxes, instances).items() if np.any(wrong != 0)}
    got = called(answer.outside_share, boxes, instances)
    close(got, np.zeros(5), hint=hint, mistakes=mistakes, inputs={"boxes": boxes})
    moved = boxes + rng.choice([-1, 1], (5, 1)) * rng.uniform(2.1, 6, (5, 4))
    instances[instances == 2] = 0
    close(
        called(answer.outside_share, moved, instances),
        _outside(moved, instances),
        hint="the share of the pixels with instances == k + 1 whose centre (column + 0.5, row + 0.5) is outside",
        mistakes=_outside_mistakes(moved, instances),
        inputs={"boxes": moved, "instances": instances},
    )


def _cropped(
    image, labels, instances, top, left, size, *, one=1, offset=True, renumber=True, all_labels=False, clip=False
):
    """Crop as the lab says, or with a known mistake."""
    old = instances[top : top + size, left : left + size]
    visible = np.unique(old[old > 0])
    new = np.zeros_like(old)
    for place, number in enumerate(visible):
        new[old == number] = place + 1
    boxes = np.array([_box_of(old == number, one) for number in visible]).reshape(-1, 4)
    if clip:
        whole = np.array([_box_of(instances == number) for number in visible]).reshape(-1, 4)
        boxes = np.clip(whole - [left, top, left, top], 0, size)
    if not offset:
        boxes = boxes + np.array([left, top, left, top])
    labels = labels if all_labels else labels[visible - 1]
    return image[top : top + size, left : left + size], boxes, labels, new if renumber else old


PARTS = ("image", "boxes", "labels", "instances")


def _crop_as_expected(answer, arguments) -> None:
    got = called(answer.crop_example, *arguments)
    holds(isinstance(got, (list, tuple)) and len(got) == 4, f"return four: {', '.join(PARTS)}", got=got)
    expected = dict(zip(PARTS, _cropped(*arguments)))
    variants = {
        "instances": {"the map of instances must be numbered 1 … V anew, without gaps": {"renumber": False}},
        "labels": {"only the objects that are still visible keep a label": {"all_labels": True}},
        "boxes": {
            "the old boxes are moved and clipped: draw new ones around what is visible": {"clip": True},
            "pixel c covers c … c + 1: the last column and row need + 1": {"one": 0},
            "boxes are in pixels of the square: subtract left and top": {"offset": False},
        },
    }
    told = dict(zip(("labels", "top", "left", "size"), (arguments[1], *arguments[3:])))
    image, labels, instances, top, left, size = arguments
    swapped = _cropped(image, labels, instances, left, top, size)
    for place, (name, value) in enumerate(zip(PARTS, got)):
        there = _cropped(*arguments)[3] > 0
        mistakes = {}
        if name == "boxes":
            mistakes["x comes first: x1, y1, x2, y2"] = expected[name][:, [1, 0, 3, 2]]
        if there.all():
            hint = f"{name}: here every pixel belongs to an object, so the first of np.unique is no background"
            mistakes[hint] = {"boxes": expected["boxes"][1:], "labels": expected["labels"][1:]}.get(
                name, expected["instances"] - 1 if name == "instances" else None
            )
        mistakes["top is the first row, left the first column: they are swapped"] = swapped[place]
        for hint, wrong in variants.get(name, {}).items():
            mistakes[hint] = _cropped(*arguments, **wrong)[place]
        if name == "labels":
            several = "choose the labels of the visible objects; yours are the first of all"
            mistakes[several] = labels[: len(expected["labels"])]
            mistakes["object k + 1 on the map has labels[k]: one off"] = labels[
                np.minimum(np.unique(instances[top : top + size, left : left + size])[1:], len(labels) - 1)
            ]
        hint = {
            "image": "rows top … top + size, columns left … left + size",
            "boxes": "around the visible pixels of each object, in pixels of the square",
            "labels": "the labels of the visible objects, in their old order",
            "instances": "1 … V in the old order, without gaps",
        }[name]
        close(value, expected[name], hint=f"{name}: {hint}", mistakes=mistakes, inputs=told)
        of_ints = name == "boxes" or np.asarray(value).dtype.kind in "iu"
        holds(of_ints, f"{name}: of the same type as before, ints", got=f"an array of {np.asarray(value).dtype}")


@points("crop_example", 1)
def test_crop(answer, rng):
    """Image, boxes, labels and instances of the same square"""
    for _ in range(2):
        instances, _ = _scene(rng, count=7)
        image = rng.integers(0, 256, (*instances.shape, 3)).astype("uint8")
        labels = rng.permutation(10)[:7]
        _crop_as_expected(answer, (image, labels, instances, 9, 21, 24))
    missing = set(range(1, 8)) - set(np.unique(instances[9:33, 21:45]).tolist())
    instances[instances == min(missing or {1})] = 0
    _crop_as_expected(answer, (image, labels, instances, 5, 2, 30))


@points("crop_example", 0.5)
def test_crop_edges(answer, rng):
    """Part of a ring, a square full of objects, and a square without any"""
    rows, columns = np.mgrid[:40, :40]
    distance = np.hypot(rows - 15, columns - 15)
    ring = ((distance < 13) & (distance > 9)).astype("int32")
    image, labels = rng.integers(0, 256, (40, 40, 3)).astype("uint8"), np.array([4])
    _crop_as_expected(answer, (image, labels, ring, 16, 16, 20))
    _crop_as_expected(answer, (image, labels, ring, 20, 4, 18))
    full = np.where(columns < 12, 2, np.where(rows < 14, 1, 3)).astype("int32")
    _crop_as_expected(answer, (image, np.array([4, 0, 7]), full, 8, 6, 15))
    try:
        got = called(answer.crop_example, image, labels, ring, 29, 29, 10)
    except AnswerError as error:
        holds(False, f"a square without any object gives boxes (0, 4) and labels (0,); your code raised {error}")
    hint = "a square without any object gives boxes (0, 4), labels (0,) and a map of zeros"
    holds(isinstance(got, (list, tuple)) and len(got) == 4, f"return four: {', '.join(PARTS)}", got=got)
    equal((np.shape(got[1]), np.shape(got[2])), ((0, 4), (0,)), hint=hint)
    close(got[3], np.zeros((10, 10)), hint=hint)


@points("box_by_keras", 0.5)
def test_box_by_keras(answer):
    """Where Keras' RandomCrop puts a box"""
    got = answer.box_by_keras
    got = list(got[0]) if isinstance(got, (list, tuple, np.ndarray)) and np.shape(got) == (1, 4) else got
    four = isinstance(got, (list, tuple, np.ndarray)) and len(got) == 4
    holds(four, "answer with four numbers: x1, y1, x2, y2", got=got)
    close(
        got,
        [32, 0, 52, 6],
        hint="the first row, 8, is subtracted from x, the first column, 24, from y; the result is no less than 0",
        mistakes={
            "this is the right box; the question is what the layer returns": [16, 2, 36, 22],
            "what becomes negative is set to 0": [32, -14, 52, 6],
            "the layer subtracts; it does not add": [48, 34, 68, 54],
            "x1, y1, x2, y2: x comes first": [0, 32, 6, 52],
            "x1, y1, x2, y2, not both x and then both y": [32, 52, 0, 6],
        },
    )


# paste_mask


def _pasted(
    mask,
    box,
    height,
    width,
    *,
    half=0.5,
    edge=True,
    centre=0.5,
    nearest=False,
    ends=False,
    rounded=False,
    beyond="same",
    fixed=0,
    far=False,
):
    """Paste pixel by pixel, or with a known mistake."""
    x1, y1, x2, y2 = np.round(box) if rounded else box
    size, out = len(mask), np.zeros((height, width))
    padded = np.pad(mask, 1)
    for row in range(height):
        for column in range(width):
            y, x = (row + centre - y1) / (y2 - y1), (column + centre - x1) / (x2 - x1)
            if edge and not (0 <= y <= 1 and 0 <= x <= 1):
                continue
            places = [value * (size - 1) if ends else value * (fixed or size) - half for value in (y, x)]
            clipped = [min(max(value, 0), size - 1) for value in places]
            if beyond == "nothing" and clipped != places:
                continue
            if beyond == "fades":
                out[row, column] = _at(padded, *(min(max(value + 1, 0), size + 1) for value in places))
                continue
            if nearest:
                out[row, column] = mask[tuple(round(value) for value in clipped)]
            else:
                out[row, column] = _at(mask, *clipped, far)
    return out


GOES_ON = "beyond the mask's outermost centres its border's value goes on, up to the box's border"
PASTE_MISTAKES = {
    "the half is missing: the mask's pixel i belongs to the place (i + 0.5) / S of the box": {"half": 0},
    "subtract the mask's half, do not add it: the place v of the box lies at v · S - 0.5": {"half": -0.5},
    "outside the box the result is 0": {"edge": False},
    "a pixel counts at its centre: column + 0.5, row + 0.5": {"centre": 0},
    "interpolate bilinearly, do not take the nearest": {"nearest": True},
    "the outermost values lie half a pixel inside the box, not on its border": {"ends": True},
    "the box is rounded: that moves the mask by up to half a pixel": {"rounded": True},
    f"{GOES_ON}; yours is 0 there": {"beyond": "nothing"},
    f"{GOES_ON}; yours fades to 0": {"beyond": "fades"},
    "S is the mask's own size, len(mask), not always 28": {"fixed": 28},
    "the weights are swapped: a nearer pixel of the mask counts more": {"far": True},
}


def _paste_as_expected(answer, *arguments) -> None:
    mask, box, height, width = arguments
    flipped = box[[1, 0, 3, 2]]
    mistakes = {hint: partial(_pasted, *arguments, **wrong) for hint, wrong in PASTE_MISTAKES.items()}
    mistakes |= {
        "the mask is transposed: rows go with y": lambda: _pasted(mask.T, box, height, width),
        "x goes with columns, y with rows; box is x1, y1, x2, y2": lambda: _pasted(mask, flipped, height, width),
        "return the probabilities: the threshold comes later": lambda: _pasted(*arguments) >= 0.5,
        "the result is (height, width)": lambda: _pasted(*arguments).T,
    }
    try:
        got = called(answer.paste_mask, *arguments)
    except AnswerError:
        hint = "S is the mask's own size, len(mask), not always 28: a mask of {} × {} pixels makes your code raise"
        holds(not _pastes_28(answer), hint.format(*mask.shape))
        raise
    close(
        got,
        _pasted(*arguments),
        hint="for each pixel's centre: where does it lie in the box, and what is the interpolated mask there?",
        mistakes=mistakes,
        inputs=dict(zip(("mask", "box", "height", "width"), arguments)),
        **SINGLE,
    )


def _pastes_28(answer) -> bool:
    """Say whether an answer that failed on another mask can paste one of 28 × 28."""
    try:
        answer.paste_mask(np.ones((28, 28)), np.array([2.5, 1.5, 9.5, 8.5]), 10, 12)
    except AnswerError:
        return False
    return True


@points("paste_mask", 0.75)
def test_paste(answer, rng):
    """The same as a slow loop over all pixels, in large boxes and small ones"""
    _paste_as_expected(answer, rng.random((7, 7)), np.array([5.3, 3.8, 27.4, 17.2]), 24, 32)
    _paste_as_expected(answer, rng.random((14, 14)), np.array([3.6, 8.2, 12.7, 15.9]), 20, 18)


@points("paste_mask", 0.25)
def test_paste_partly_outside(answer, rng):
    """A box that reaches beyond the image"""
    _paste_as_expected(answer, rng.random((6, 6)), np.array([-6.4, 9.3, 11.8, 25.7]), 16, 20)
