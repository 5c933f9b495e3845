"""Messages come back as they were sent; whatever is no message, or none that is expected, is refused."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grading.sandbox.limits import Limits
from course.grading.session import protocol
from course.grading.session.protocol import (
    Call,
    CallLent,
    Cell,
    CellErrors,
    CellRaised,
    CheckDone,
    CheckStarted,
    Ended,
    EndReason,
    Flagged,
    FromForkServer,
    FromStudent,
    Get,
    Job,
    LentRaised,
    LentReturned,
    Raised,
    Report,
    RunCells,
    Seconds,
    Settings,
    Stopped,
    ToForkServer,
    ToStudent,
    Value,
    from_bytes,
    from_data,
    to_bytes,
    to_data,
)
from course.grading.session.wire import WireError

SECONDS = Seconds(cell=10.0, added=30.0, call=10.0)
CELLS = (Cell("iou", "def iou(a, b): ...", added=False), Cell("cell 7", "%matplotlib inline", added=True))
MESSAGES = [
    (Settings("student", "lab01_filters", "/checks/test_lab01.py", ("keras",), True, Limits(), None), ToForkServer),
    (Settings("examiner", "lab01_filters", "/checks/test_lab01.py", (), False, Limits(files=8), 61_000), ToForkServer),
    (Stopped(("/tmp/a",)), FromForkServer),
    (Job(CELLS, ("a = 1",), ("test_iou",), 1 << 127, SECONDS), Job),
    (CellErrors({"iou": "NameError: a"}), Report),
    (CheckDone("test_iou", "passed", "", "a", "b", "c", 0.5), Report),
    (Flagged(("`iou` uses `eval`",)), Report),
    (Ended(EndReason.TIMED_OUT, "why"), Report),
    (RunCells(CELLS, SECONDS), ToStudent),
    (Call(3, 0, "iou", ([1.0], (2, None)), {"scale": 2}, False), ToStudent),
    (LentReturned(1, {"a": (1, 2)}), ToStudent),
    (LentRaised(2, "ValueError: no"), ToStudent),
    (CellRaised(1, "ValueError: no"), FromStudent),
    (Value(1, [(1, 2.5), "x"]), FromStudent),
    (Raised(1, "ValueError", "no", "line 1"), FromStudent),
    (CallLent(1, 2, 0, (1, 2), {}), FromStudent),
]
DIRECTIONS = [ToForkServer, FromForkServer, Job, Report, ToStudent, FromStudent]


@pytest.mark.parametrize(("message", "expected"), MESSAGES, ids=lambda each: type(each).__name__)
def test_a_message_comes_back_as_it_was_sent(message: Any, expected: Any):
    assert from_bytes(to_bytes(message), expected) == message


def test_every_message_is_sent_in_some_direction():
    classes = {each for each in vars(protocol).values() if dataclasses.is_dataclass(each)}
    sent = {each for direction in DIRECTIONS for each in get_args(direction) or (direction,)}
    assert classes - sent == {Cell, Seconds, Limits}  # parts of messages


def test_arrays_cross_in_messages():
    array = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(from_bytes(to_bytes(Value(1, array)), FromStudent).value, array)


@pytest.mark.parametrize(
    "data",
    [
        None,
        "Done",
        [],
        ["Value"],
        ["Value", 1],
        ["Value", 1, 2, 3],
        ["Value", -1, 2],
        ["Value", True, 2],
        ["Value", 1.0, 2],
        ["Value", "1", 2],
        ["Done"],  # a message, but of the examiner's
        ["Get", 1, "iou"],
        ["eval", "1"],
        [["Value"], 1, 2],
        ["Raised", 1, "ValueError", "x" * 2_001, ""],
        ["Raised", 1, "ValueError", "x", "x" * 4_001],
        ["Raised", 1, b"ValueError", "x", ""],
        ["CallLent", 1, 1, 0, 5, {}],
        ["CallLent", 1, 1, 0, [], []],
        ["CallLent", 1, 1, 0, [], {1: 2}],
        ["CallLent", 1, 1, 1 << 70, "self", {}],
        ("CellStarted", 1),
    ],
)
def test_what_is_no_message_of_a_student_is_refused(data: Any):
    with pytest.raises(WireError):
        from_data(data, FromStudent)


@pytest.mark.parametrize(
    "data",
    [
        ["CheckDone", "test_iou", "excellent", "", "", "", "", 0.0],
        ["CheckDone", "test_iou", ["passed"], "", "", "", "", 0.0],
        ["CheckDone", "test_iou", "passed", "", "", "", "", "soon"],
        ["CheckDone", "test_iou", "passed", "", "", "", "", 10**400],
        ["Ended", "bored", ""],
        ["Ended", ["died"], ""],
        ["CellErrors", {1: "x"}],
        ["Flagged", "x"],
    ],
)
def test_what_is_no_report_of_an_examiner_is_refused(data: Any):
    with pytest.raises(WireError):
        from_data(data, Report)


def test_long_texts_are_cut_when_they_are_sent():
    raised = from_bytes(to_bytes(Raised(1, "E" * 9_999, "m" * 9_999, "t" * 9_999)), FromStudent)
    assert (len(raised.kind), len(raised.message), len(raised.trace)) == (2_000, 2_000, 4_000)
    assert to_data(CheckStarted("x" * 9_999))[1] == "x" * 9_999  # names are ours


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=10,
)
NAMES = sorted({each.__name__ for direction in DIRECTIONS for each in get_args(direction) or (direction,)})


@given(st.sampled_from(NAMES), st.lists(ANYTHING, max_size=8))
@settings(max_examples=500, deadline=None)
def test_nothing_but_messages_comes_out(name: str, values: list):
    for direction in DIRECTIONS:
        with contextlib.suppress(WireError):
            message = from_data([name, *values], direction)
            assert type(message).__name__ == name
            assert repr(from_data(to_data(message), direction)) == repr(message)


def test_a_name_that_is_asked_for_is_said_with_its_number():
    assert to_data(Get(7, "iou")) == ["Get", 7, "iou"]
