"""What a check says: got against expected, with the input and a hint that names the mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course.checks.values import describe
from course.errors import CourseError


class CheckFailedError(CourseError, AssertionError):
    """A check's verdict, with what a student needs to see why.

    Attributes:
        hint: What is probably wrong and what to do.
        inputs: What the answer was given, as text.
        expected: What should have come, as text.
        got: What came, as text.
    """

    def __init__(self, hint: str, *, inputs: Any = None, expected: Any = None, got: Any = None) -> None:
        super().__init__(hint)
        self.hint = hint
        self.inputs = _inputs_text(inputs)
        self.expected = _text(expected)
        self.got = _text(got)


def close(
    got: Any,
    expected: Any,
    *,
    hint: str = "",
    inputs: Mapping[str, Any] | str | None = None,
    mistakes: Mapping[str, Any] | None = None,
    rtol: float = 1e-5,
    atol: float = 1e-6,
) -> None:
    """Fail unless two numbers, arrays or (nested) sequences of arrays agree: same shape, values within tolerance.

    Args:
        got: What the student's code returned.
        expected: What an oracle says.
        hint: What to tell a student whose answer is wrong in no way that ``mistakes`` knows.
        inputs: The arguments, by name, or a text.
        mistakes: Hint → the value that a known mistake gives, or a function without arguments that computes it. The
            first that equals ``got`` supplies the hint.
        rtol: Relative tolerance, of ``expected``.
        atol: Absolute tolerance.

    Raises:
        CheckFailedError: They differ; with input, expected, got and the best hint.
    """
    problem = difference(got, expected, rtol, atol)
    if problem:
        _fail(problem, got, expected, hint, inputs, mistakes, lambda a, b: not difference(a, b, rtol, atol))


def equal(
    got: Any,
    expected: Any,
    *,
    hint: str = "",
    inputs: Mapping[str, Any] | str | None = None,
    mistakes: Mapping[str, Any] | None = None,
) -> None:
    """Fail unless two plain values are the same: integers, strings, tuples, integer arrays.

    A whole float counts as its integer and a list as its tuple. Arguments and errors as in :func:`close`.
    """
    if not _same(got, expected):
        _fail("", got, expected, hint, inputs, mistakes, _same)


def holds(
    condition: Any,
    hint: str,
    *,
    inputs: Mapping[str, Any] | str | None = None,
    expected: Any = None,
    got: Any = None,
) -> None:
    """Fail with ``hint`` unless ``condition`` is true.

    Only a truth value is true, or a list that is not empty: not a number (NaN neither) or a text, which an answer may
    have put there.

    Raises:
        CheckFailedError: It is not.
    """
    is_verdict = isinstance(condition, (list, tuple)) or np.asarray(condition).dtype == bool
    if not is_verdict or not condition:
        raise CheckFailedError(hint, inputs=inputs, expected=expected, got=got)


def difference(got: Any, expected: Any, rtol: float = 1e-5, atol: float = 1e-6) -> str:
    """Return how ``got`` differs from ``expected``, in words; empty if it does not."""
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(got, expected, rtol, atol)
    try:
        got_array = np.asarray(got)
    except ValueError:
        return f"expected {_kind(expected)}, got a ragged sequence"
    expected_array = np.asarray(expected)
    if got is None or got_array.dtype.kind not in "biufc":
        return f"expected {_kind(expected)}, got {_kind(got)}"
    if got_array.shape != expected_array.shape:
        return f"the shape is {got_array.shape}, expected {expected_array.shape}"
    return _value_difference(got_array, expected_array, rtol, atol)


def _sequence_difference(got: Any, expected: list | tuple, rtol: float, atol: float) -> str:
    if not isinstance(got, (list, tuple)):
        if isinstance(got, np.ndarray) and all(np.ndim(item) == 0 for item in expected):
            return difference(got, np.asarray(expected), rtol, atol)
        return f"expected {len(expected)} values, got {_kind(got)}"
    if len(got) != len(expected):
        return f"expected {len(expected)} values, got {len(got)}"
    for position, (one, other) in enumerate(zip(got, expected, strict=True)):
        problem = difference(one, other, rtol, atol)
        if problem:
            return f"value {position}: {problem}"
    return ""


def _value_difference(got: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> str:
    wrong = ~np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
    if not wrong.any():
        return ""
    if not np.isfinite(got[wrong]).all() and np.isfinite(expected).all():
        return f"{np.count_nonzero(~np.isfinite(got))} of {got.size} values are NaN or infinite"
    if got.ndim == 0:
        return f"got {got.item():.7g}, expected {expected.item():.7g}"
    worst = np.unravel_index(np.argmax(np.where(wrong, np.abs(got - expected.astype(float)), -1)), got.shape)
    where = tuple(int(index) for index in worst)
    return (
        f"{np.count_nonzero(wrong)} of {got.size} values differ; the most at {where}: "
        f"got {got[worst]:.6g}, expected {expected[worst]:.6g}"
    )


def _fail(
    problem: str,
    got: Any,
    expected: Any,
    hint: str,
    inputs: Mapping[str, Any] | str | None,
    mistakes: Mapping[str, Any] | None,
    same: Callable[[Any, Any], bool],
) -> None:
    named = next((text for text, wrong in (mistakes or {}).items() if same(got, _value(wrong))), "")
    words = named or hint or problem or "not what was expected"
    if problem and problem != words:
        words = f"{words} ({problem})"
    expected, got = (repr(value) if value is None else value for value in (expected, got))  # None is a value here
    raise CheckFailedError(words, inputs=inputs, expected=expected, got=got)


def _value(wrong: Any) -> Any:
    return wrong() if callable(wrong) else wrong


def _same(got: Any, expected: Any) -> bool:
    got = got.item() if isinstance(got, np.generic) else got
    expected = expected.item() if isinstance(expected, np.generic) else expected
    if isinstance(expected, (list, tuple)):
        return (
            isinstance(got, (list, tuple, np.ndarray))
            and len(got) == len(expected)
            and all(_same(one, other) for one, other in zip(got, expected, strict=True))
        )
    if isinstance(expected, np.ndarray) or isinstance(got, np.ndarray):
        return not difference(got, expected, 0.0, 0.0)
    if isinstance(expected, bool) or isinstance(got, bool):
        return got is expected
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return got == expected
    return type(got) is type(expected) and got == expected


def _kind(value: Any) -> str:
    if value is None:
        return "None (is there a return?)"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}, {value.dtype}"
    if isinstance(value, (bool, int, float)):
        return f"the number {value!r}"
    return f"a {type(value).__name__}"


def _inputs_text(inputs: Mapping[str, Any] | str | None) -> str:
    if inputs is None or isinstance(inputs, str):
        return inputs or ""
    return "\n".join(f"{name} = {describe(value)}" for name, value in inputs.items())


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else describe(value)
