"""Values that one side lends to the other: plain data crosses, functions and models stay and cross as handles.

A model's configuration (and its weights, if wanted) goes along with its handle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras

from course.checks.values import plain
from course.grading.session.models import has_weights, to_message
from course.grading.session.wire import FunctionMessage, ModelMessage


class Handles:
    """What one side has lent to the other, by number."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def lend(self, value: Any) -> int:
        """Keep a value and return its number."""
        self._values.append(value)
        return len(self._values) - 1

    def __getitem__(self, number: int) -> Any:
        """Return the value with a number.

        Raises:
            LookupError: Nothing was lent under it.
        """
        if not 0 <= number < len(self._values):
            raise LookupError(f"no value was lent under the number {number}")
        return self._values[number]


def pack(value: Any, handles: Handles, with_weights: bool) -> Any:
    """Return plain data in which models and functions have become messages.

    Args:
        value: Anything; it is made plain first.
        handles: Where models and functions are kept on this side.
        with_weights: Whether models take their weights along.

    Raises:
        course.checks.values.NotPlainError: Something in it is not plain data.
    """
    return replace(plain(value), lambda item: _message(item, handles, with_weights))


def replace(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return nested lists, tuples and dicts with ``change`` applied to every leaf."""
    if type(value) in (list, tuple):
        return type(value)(replace(item, change) for item in value)
    if type(value) is dict:
        return {key: replace(item, change) for key, item in value.items()}
    return change(value)


def _message(item: Any, handles: Handles, with_weights: bool) -> Any:
    if isinstance(item, keras.Model):
        handle = handles.lend(item)
        try:
            return to_message(item, handle, with_weights and has_weights(item))
        except Exception:  # layers that cannot say their configuration: the model stays on this side
            return ModelMessage("{}", None, handle)
    return FunctionMessage(handles.lend(item)) if callable(item) else item
