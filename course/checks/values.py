"""Plain data: what an answer may hand to a check, the same in a notebook and across the sandbox's wall."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from course.errors import CourseError

MAX_DEPTH = 20
MAX_ITEMS = 1_000_000
# Control characters but tab and newline, overrides of the writing direction, halves of surrogate pairs.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TERMINAL_CODES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")
# How Keras and TensorFlow surround what went wrong: lines before and after it, and marks inside its line.
_DUMP = re.compile(r"Exception encountered when calling|Arguments received by|Graph execution error|\{\{|\[Op:")
_AROUND = ("Exception encountered", "Arguments received", "Graph execution", "Detected at", "File ", "<stack", "[[")
_MARKS = re.compile(r"\{\{function_node.*?\}\}|\[Op:.*")
_NUMBERS = re.compile(r"\[\[[\[\]\d\s.,eE+-]*\]\]")  # an array, printed over many lines
_LONGEST_MESSAGE = 20_000  # characters that are searched
_SCALARS: tuple[type, ...] = (bool, int, float, str, bytes)
_ADVICE = {
    "History": "fit returns it; return the model itself",
    "KerasTensor": "a tensor without values belongs inside a model; return keras.Model(inputs, outputs)",
}


class NotPlainError(CourseError, TypeError):
    """A value is neither numbers, strings, arrays, lists, dicts nor a Keras model."""


def plain(value: Any, depth: int = 0) -> Any:
    """Convert a student's value to plain data.

    Tensors of any backend become NumPy arrays, read-only as tensors are (so a check can tell), NumPy scalars Python
    numbers, SymPy expressions strings, subclasses of list, tuple and dict their base class. Keras models and callables
    are returned as they are: whoever carries the answer decides what becomes of them.

    Raises:
        NotPlainError: The value, or something inside it, is of another kind, nested more than 20 deep, or has more than
            a million items.
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return value
    if depth > MAX_DEPTH:
        raise NotPlainError(f"is nested more than {MAX_DEPTH} deep (does it contain itself?)")
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, (list, tuple, dict)):
        return _plain_container(value, depth)
    if _is_tensor(value):
        return _read_only(_plain_array(_to_numpy(value)))
    if type(value).__module__.startswith("sympy."):
        return str(value)
    if _is_model(value) or callable(value):
        return value
    for base in _SCALARS:
        if isinstance(value, base):
            return base(value)
    kind = type(value).__name__
    advice = _ADVICE.get(kind, "expected numbers, strings, arrays, lists, dicts or a Keras model")
    raise NotPlainError(f"is a {kind}; {advice}")


def copied(array: np.ndarray) -> np.ndarray:
    """Return a copy of an array, read-only if the array was made so (``setflags``): a check then learns who writes."""
    copy = np.array(array, subok=False)
    copy.setflags(write=array.flags.writeable or not array.flags.owndata)  # a view is read-only for other reasons
    return copy


def describe(value: Any, limit: int = 400) -> str:
    """Return a short text for a value: small ones whole, arrays by shape, type and values.

    Args:
        value: Anything a check compares.
        limit: Characters at most.
    """
    if isinstance(value, np.ndarray):
        text = _describe_array(value)
    elif _is_model(value):
        text = f"{type(value).__name__} {value.name!r}"
    elif isinstance(value, float):
        text = f"{value:.7g}"
    elif isinstance(value, Mapping):
        text = "{" + ", ".join(f"{describe(k)}: {describe(v, 120)}" for k, v in list(value.items())[:12]) + "}"
    elif isinstance(value, (list, tuple)) and any(isinstance(item, (np.ndarray, float)) for item in value):
        inner = ", ".join(describe(item, 120) for item in value[:12])
        text = f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def readable(text: str, limit: int = 4_000) -> str:
    """Return a text fit for terminals, tables and pages: cut, and without what colours it or moves a cursor.

    Args:
        text: Anything that a student's code may have written.
        limit: Characters at most.
    """
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", _TERMINAL_CODES.sub("", text))


def brief(message: str) -> str:
    """Return an error's message; of the dumps of Keras and TensorFlow the first line that says what went wrong."""
    text = _TERMINAL_CODES.sub("", message[:_LONGEST_MESSAGE]).strip()
    if not _DUMP.search(text):
        return text
    lines = [line.strip() for line in _NUMBERS.sub("[…]", text).splitlines()]
    useful = [_MARKS.sub("", line).strip() for line in lines if line and not line.startswith(_AROUND)]
    return next(filter(None, useful), text)


def _plain_container(value: Any, depth: int) -> Any:
    if len(value) > MAX_ITEMS:
        raise NotPlainError(f"has {len(value):,} items; use an array")
    if isinstance(value, dict):
        return {plain(key, depth + 1): plain(item, depth + 1) for key, item in value.items()}
    kind = list if isinstance(value, list) else tuple
    return kind(plain(item, depth + 1) for item in value)


def _plain_array(value: np.ndarray) -> np.ndarray:
    array = copied(value)
    if array.dtype.kind not in "biufcSU":
        raise NotPlainError(f"is an array of {array.dtype}; expected numbers, booleans or strings")
    return array


def _read_only(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _is_tensor(value: Any) -> bool:
    import keras

    return keras.ops.is_tensor(value) or isinstance(value, keras.Variable)


def _to_numpy(value: Any) -> np.ndarray:
    import keras

    return keras.ops.convert_to_numpy(value)


def _is_model(value: Any) -> bool:
    import keras

    return isinstance(value, keras.Model)


def _describe_array(array: np.ndarray) -> str:
    head = f"array of shape {array.shape}, {array.dtype}"
    if array.size == 0:
        return head
    if array.size <= 36:
        values = np.array2string(array, precision=5, suppress_small=True, separator=", ", max_line_width=100)
        return f"{head}:\n{values}"
    if array.dtype.kind in "biuf":
        stats = f"from {np.min(array):.5g} to {np.max(array):.5g}, mean {np.mean(array):.5g}"
        first = np.array2string(array.reshape(-1)[:6], precision=5, separator=", ")[1:-1]
        return f"{head}: {stats}; begins {first} …"
    return head
