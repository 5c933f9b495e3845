"""What students' answers are given, and what they are told of formulas and errors."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from course.checks import AnswerError, CheckFailedError, called, one_letter, points, same_formula
from course.checks.answers import LiveAnswer
from course.checks.runner import run_check
from course.checks.values import brief, readable


def _doubled_in_place(array: np.ndarray) -> np.ndarray:
    array *= 2
    return array


def test_answers_cannot_change_what_a_check_gave_them():
    given = np.arange(3.0)
    assert LiveAnswer({"double": _doubled_in_place}).double(given).tolist() == [0, 2, 4]
    assert given.tolist() == [0, 1, 2]


def test_who_writes_into_an_argument_is_told_so():
    given = np.arange(3.0)
    with pytest.raises(CheckFailedError, match="writes into an array that it was given"):
        called(LiveAnswer({"double": _doubled_in_place}).double, given)
    assert given.flags.writeable
    assert called(LiveAnswer({"double": lambda array: 2 * array}).double, given).tolist() == [0, 2, 4]
    with pytest.raises(AnswerError, match="division by zero"):
        called(LiveAnswer({"fail": lambda array: 1 / 0}).fail, given)


def test_a_letter_is_a_letter():
    one_letter(" b ", "B", {"A": "no"})
    with pytest.raises(CheckFailedError, match="because of the stride"):
        one_letter("a", "B", {"A": "because of the stride"})
    for other in ("C", "A, B", 1, None, ["B"]):
        with pytest.raises(CheckFailedError, match="answer with one letter"):
            one_letter(other, "B", {"A": "no"})


def test_answers_cannot_write_into_what_is_read_only():
    given = np.arange(3.0)
    given.setflags(write=False)
    with pytest.raises(AnswerError, match="read-only"):
        LiveAnswer({"double": _doubled_in_place}).double(given)
    view = np.broadcast_to(np.float64(1), 3)  # nobody made it read-only on purpose
    assert LiveAnswer({"double": _doubled_in_place}).double(view).tolist() == [2, 2, 2]


def _told(formula: str) -> str:
    with pytest.raises(CheckFailedError) as failure:
        same_formula(formula, "rate / n_fft", "rate n_fft", mistakes={"the other way round": "n_fft / rate"})
    return failure.value.hint


def test_a_wrong_formula_is_told_what_is_wrong():
    assert _told("n_fft / rate") == "the other way round"
    assert "use the names rate, n_fft" in _told("8000 / 256")
    assert "'rate*(n_fft**2 + 3)'" in _told("")


KERAS_DUMP = """Exception encountered when calling Multiply.call().

\x1b[1m{{function_node __wrapped__Mul_device_/job}} Incompatible shapes: [3,6,5,8] vs. [3,8] [Op:Mul] name: \x1b[0m

Arguments received by Multiply.call():
  • x1=tf.Tensor(shape=(3, 6, 5, 8), dtype=float32)
  • kwargs=<class 'inspect._empty'>"""
ARRAY_DUMP = """Exception encountered when calling Sequential.call().

\x1b[1mInvalid input shape for input [[[0. 0.]
  ...
  [0. 1e-05]]] with name 'data'. Expected shape (None, 4)\x1b[0m

Arguments received by Sequential.call():"""


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (KERAS_DUMP, "Incompatible shapes: [3,6,5,8] vs. [3,8]"),
        (ARRAY_DUMP, "Invalid input shape for input […] with name 'data'. Expected shape (None, 4)"),
        ("\x1b[31ma line\x1b[0m\nand another", "a line\nand another"),
        ("Arguments received by f():", "Arguments received by f():"),
        ("", ""),
    ],
)
def test_dumps_of_libraries_become_one_line(message, told):
    assert brief(message) == told


def _raise_dump() -> None:
    raise ValueError(KERAS_DUMP)


@points("raising", 1)
def _check_of_an_answer_that_raises(answer):
    """Calls it"""
    answer.raising()


@points("raising", 1)
def _check_that_raises(answer):
    """Fails by itself"""
    _raise_dump()


@pytest.mark.parametrize("check", [_check_of_an_answer_that_raises.check, _check_that_raises.check])
def test_hints_have_no_terminal_codes(check):
    hint = run_check(check, LiveAnswer({"raising": _raise_dump}), seed=0).hint
    assert "ValueError: Incompatible shapes: [3,6,5,8] vs. [3,8]" in hint
    assert "\x1b" not in hint
    assert "kwargs" not in hint


def test_terminal_codes_leave_no_trace():
    assert readable("\x1b[1mbold\x1b[0m\x00") == "bold\N{REPLACEMENT CHARACTER}"


def test_what_was_a_tensor_is_read_only():
    answer = LiveAnswer({"tensor": keras.ops.ones(3), "array": np.ones(3), "both": lambda: [keras.ops.ones(2)]})
    assert not answer.tensor.flags.writeable
    assert answer.array.flags.writeable
    assert not answer.both()[0].flags.writeable


def test_frequent_wrong_returns_are_told_what_to_return():
    with pytest.raises(AnswerError, match=r"return keras.Model\(inputs, outputs\)"):
        LiveAnswer({"block": lambda: keras.Input((2,)) * 2}).block()
    with pytest.raises(AnswerError, match="return the model itself"):
        LiveAnswer({"train": keras.callbacks.History}).train()
