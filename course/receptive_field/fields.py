"""From the graph to fields: for each tensor, the first and last input position that each of its units depends on.

This is one walk forward over the calls. Along each spatial dimension of the input a tensor has a ``Hull``: first and
last input position by unit. A call's units read positions of its input; the hull of what they read is the smallest
first and the largest last of it. That is all, and it is exact: no step rounds or bounds.

The walk is done in one of two ways:

* *endless*: feature maps go on for ever and repeat, so a hull is one period and the shift after it. This gives
  size, stride and padding, those of a unit far from any border.
* *bounded*: each feature map has its size, a hull is a table of all its units, and what lies in the padding
  reads nothing. This gives what single units see, borders included.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.graph import Call, Graph, Tensor
from course.receptive_field.reads import NOWHERE, ONE_TO_ONE, Read
from course.receptive_field.rules import Reads, reads_of, unknown_size

NONE_FIRST, NONE_LAST = 2**60, -(2**60)  # the hull of nothing: first > last


@dataclass(frozen=True, eq=False)
class Hull:
    """First and last input position that units depend on, along one dimension; nothing where first > last.

    Attributes:
        first, last: int64 ``[n]``, by position of the unit.
        shift: Input positions by which the hull of unit ``p + n`` is ahead of that of ``p``; None for a table.
    """

    first: np.ndarray
    last: np.ndarray
    shift: int | None = None

    @property
    def alive(self) -> np.ndarray:
        """Which units depend on anything: bool ``[n]``."""
        return self.first <= self.last

    @property
    def stride(self) -> tuple[int, int]:
        """The average shift of neighbouring units of an endless hull, as numerator and denominator."""
        assert self.shift is not None, "a table has no stride"
        divisor = math.gcd(self.shift, len(self.first))
        return self.shift // divisor, len(self.first) // divisor

    def at(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return first and last of the units at ``positions``, any shape; those outside of a table see nothing."""
        count = len(self.first)
        if self.shift is None:
            inside = (positions >= 0) & (positions < count)
            index = np.where(inside, positions, 0)
            return np.where(inside, self.first[index], NONE_FIRST), np.where(inside, self.last[index], NONE_LAST)
        turns, index = np.divmod(positions, count)
        ahead = turns * self.shift
        alive = self.alive[index] & (positions != NOWHERE)
        first = np.where(alive, self.first[index] + ahead, NONE_FIRST)
        return first, np.where(alive, self.last[index] + ahead, NONE_LAST)


def read_hull(hull: Hull, read: Read, size: int | None) -> Hull:
    """Return the hull of units that read units of a known hull.

    Args:
        hull: The hull of the layer's input.
        read: Which positions of it the layer's output positions read.
        size: The number of output positions; used for tables only.
    """
    if read == ONE_TO_ONE and (hull.shift is not None or size == len(hull.first)):
        return hull
    count = len(hull.first)
    if hull.shift is None:
        assert size is not None, "a table has a size"
        first, last = hull.at(read.taps(np.arange(size), count))
        return Hull(first.min(axis=1), last.max(axis=1))
    turns = count // math.gcd(count, read.shift)
    first, last = hull.at(read.taps(np.arange(read.period * turns)))
    return Hull(first.min(axis=1), last.max(axis=1), hull.shift * (read.shift * turns // count))


def merge_hulls(hulls: list[Hull]) -> Hull | None:
    """Return the hull of units that depend on all that these do; None if endless ones advance at different strides."""
    first, *others = hulls
    if not others or all(other is first for other in others):
        return first
    if first.shift is None:
        return Hull(*_union([(hull.first, hull.last) for hull in hulls]))
    if any(hull.stride != first.stride for hull in others):
        return None
    count = math.lcm(*(len(hull.first) for hull in hulls))
    shift = first.shift * count // len(first.first)
    return Hull(*_union([hull.at(np.arange(count)) for hull in hulls]), shift)


def _union(ends: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the smallest first and the largest last, unit by unit."""
    firsts, lasts = zip(*ends, strict=True)
    return functools.reduce(np.minimum, firsts), functools.reduce(np.maximum, lasts)


# One hull per dimension. None, in an endless walk, stands for no endless pattern: every unit sees the whole extent,
# or branches of different strides met.
Box = tuple[Hull | None, ...]


@dataclass(frozen=True, eq=False)
class View:
    """What the units of one tensor see of the input.

    Attributes:
        axes: For each spatial dimension of the input, the tensor's axis along which its positions lie; None where
            there is none left (after Flatten, Dense, global pooling).
        boxes: The field of a unit is the box around the union of these. There is one, unless padding or holes
            leave units that see nothing in one branch and something in another; then one for each such pattern.
    """

    axes: tuple[int | None, ...]
    boxes: tuple[Box, ...]

    def hulls(self, dimension: int) -> list[Hull]:
        """Return the hulls along one dimension, of all boxes that have one there."""
        return [hull for box in self.boxes if (hull := box[dimension]) is not None]


def start(axes: tuple[int, ...], tensor: Tensor, bounded: bool) -> View:
    """Return the view that the input has of itself: each position sees itself."""
    if not bounded:
        self_seen = Hull(np.zeros(1, np.int64), np.zeros(1, np.int64), 1)
        return View(axes, ((self_seen,) * len(axes),))
    sizes = [cast(int, tensor.shape[axis]) for axis in axes]
    hulls = {size: Hull(np.arange(size), np.arange(size)) for size in sizes}
    return View(axes, (tuple(hulls[size] for size in sizes),))


Views = dict[Tensor, View | ReceptiveFieldError]


Change = tuple[Call, Callable[[Read], Read]]  # a call, and what its reads along spatial axes are replaced by


def walk(
    graph: Graph,
    source: Tensor,
    axes: tuple[int, ...],
    bounded: bool,
    unknown: str,
    gates: bool = True,
    change: Change | None = None,
) -> Views:
    """Return what the units of each tensor of a graph see of one input.

    Args:
        graph: The flat model.
        source: The input, one of ``graph.inputs``.
        axes: Its spatial axes.
        bounded: Whether feature maps have borders (all sizes must be known), or go on for ever.
        unknown: "error" or "global", for layers without a rule.
        gates: Whether a branch without positions (global pooling) counts where it meets one that has them.
        change: A call to follow with other reads than its own: what if this layer had another stride?

    Returns:
        The view of each tensor that depends on the input, or the error that prevents it: a layer without a rule affects
        only the tensors that depend on it.
    """
    views: Views = {source: start(axes, source, bounded)}
    for call in graph.calls:
        known = [views[tensor] for tensor in call.inputs if tensor in views]
        error = next((view for view in known if isinstance(view, ReceptiveFieldError)), None)
        try:
            if known and error is None:
                follow(call, views, bounded, unknown, gates, change[1] if change and change[0] is call else None)
        except ReceptiveFieldError as raised:
            error = raised
        if error is not None:
            views.update(dict.fromkeys(call.outputs, error))
    return views


def follow(
    call: Call, views: Views, bounded: bool, unknown: str, gates: bool, change: Callable[[Read], Read] | None = None
) -> None:
    """Add the views of a call's outputs to ``views``, which has those of its inputs."""
    for index, output in enumerate(call.outputs):
        one = call if len(call.outputs) == 1 else dataclasses.replace(call, outputs=(output,), index=index)
        reads = reads_of(one, unknown)
        if change:
            reads = [each and {a: (b, change(read)) for a, (b, read) in each.items()} for each in reads]
        parts = [
            _read_view(view, each, tensor, output, call, bounded)
            for tensor, each in zip(call.inputs, reads, strict=True)
            if isinstance(view := views.get(tensor), View) and each is not None
        ]
        if not gates:
            parts = [part for part in parts if any(axis is not None for axis in part.axes)] or parts
        if parts:
            views[output] = merge_views(parts, call)


_KEPT, _WHOLE = (0, ONE_TO_ONE), (None, None)  # the reads of axes that a rule leaves out: the batch's, others


def _read_view(view: View, reads: Reads, tensor: Tensor, output: Tensor, call: Call, bounded: bool) -> View:
    """Return the view of units that read units of a known view."""
    axes, steps = [], []
    for axis in view.axes:
        target, read = (None, ONE_TO_ONE) if axis is None else reads.get(axis, _KEPT if axis == 0 else _WHOLE)
        if bounded and axis is not None and target and output.shape[target] is None:
            raise unknown_size(call, axis, "what a unit near a border sees depends on the size")
        axes.append(target)
        steps.append((read, output.shape[target] if target is not None else 1))
    boxes = []
    for box in view.boxes:
        known: dict = {}  # height and width are mostly alike
        hulls = []
        for hull, (read, size) in zip(box, steps, strict=True):
            key = (id(hull), read, size)
            if key not in known:
                known[key] = _read_or_whole(hull, read, size)
            hulls.append(known[key])
        if all(hull is None or hull.shift is not None or hull.alive.any() for hull in hulls):
            boxes.append(tuple(hulls))
    return View(tuple(axes), tuple(boxes))


def _read_or_whole(hull: Hull | None, read: Read | None, size: int | None) -> Hull | None:
    if hull is None or (read is None and hull.shift is not None):
        return None
    if read is None:
        return Hull(hull.first.min(keepdims=True), hull.last.max(keepdims=True))
    return read_hull(hull, read, size)


def merge_views(views: Iterable[View], call: Call) -> View:
    """Return the view of units that depend on all that the units of these views do."""
    views = list(views)
    if len(views) == 1:
        return views[0]
    axes = []
    for candidates in zip(*(view.axes for view in views), strict=True):
        found = {axis for axis in candidates if axis is not None}
        if len(found) > 1:
            raise ReceptiveFieldError(
                f"layer {call.path!r} mixes inputs whose positions lie on different axes ({sorted(found)}): a unit of "
                "it sees a cross, not a box"
            )
        axes.append(found.pop() if found else None)
    alike: dict[tuple, list[Box]] = {}
    for box in (_spread(box, view.axes, axes, call) for view in views for box in view.boxes):
        alike.setdefault(tuple(_pattern(hull) for hull in box), []).append(box)
    return View(tuple(axes), tuple(_merge_boxes(boxes) for boxes in alike.values()))


def _spread(box: Box, before: Sequence[int | None], after: Sequence[int | None], call: Call) -> Box:
    """Return a box with what has no positions of its own repeated along the axes that it is broadcast to."""
    shape = cast(tuple[int, ...], call.outputs[0].shape)
    return tuple(
        Hull(hull.first.repeat(shape[new]), hull.last.repeat(shape[new]))
        if old is None and new is not None and hull is not None and hull.shift is None
        else hull
        for hull, old, new in zip(box, before, after, strict=True)
    )


def _pattern(hull: Hull | None) -> bytes | None:
    """Return which units of a hull see something, as a key; None where all do."""
    if hull is None:
        return None
    alive = hull.alive
    return None if alive.all() else alive.tobytes()


def _merge_boxes(boxes: list[Box]) -> Box:
    known: dict[tuple, Hull | None] = {}  # as in ``_read_view``
    merged = []
    for hulls in zip(*boxes, strict=True):
        key = tuple(map(id, hulls))
        if key not in known:
            known[key] = None if None in hulls else merge_hulls(list(hulls))
        merged.append(known[key])
    return tuple(merged)
