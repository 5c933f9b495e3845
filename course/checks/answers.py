"""Where a check's ``answer`` comes from when the student's names live in this process.

The grader has another ``answer``, whose names live in a sandbox (:mod:`course.grading`). To a check both look the same:
attributes are the student's names, what functions return is plain data (:func:`course.checks.values.plain`).
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course.checks.values import NotPlainError, brief, copied, plain
from course.errors import CourseError


class NotAnsweredError(CourseError):
    """The exercise's name is missing, or its stub is still in place."""


class AnswerError(CourseError):
    """The student's code raised.

    Attributes:
        kind: Name of the exception's class, such as ``"ValueError"``.
        message: Its message.
        trace: The traceback's lines that lie in the student's code.
    """

    def __init__(self, kind: str, message: str, trace: str = "") -> None:
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind = kind
        self.message = message
        self.trace = trace

    @property
    def in_brief(self) -> str:
        """Kind and message, without what libraries dump around it."""
        return f"{self.kind}: {brief(self.message)}" if self.message else self.kind


class AnswerTimeoutError(AnswerError):
    """The student's code did not come back in the time it may take."""


class LiveAnswer:
    """The names of a namespace in this process, as a check sees them.

    Args:
        namespace: The student's names.
        weights: Whether functions named ``build_…`` create weights.
    """

    def __init__(self, namespace: Mapping[str, Any], weights: bool = False) -> None:
        self._namespace = namespace
        self._weights = weights

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._namespace:
            raise NotAnsweredError(f"`{name}` is not defined: write it, and run its cell before the check")
        value = self._namespace[name]
        if value is Ellipsis:
            raise NotAnsweredError(f"`{name}` is still `...`: put your answer there and run its cell")
        return _exported(value, name, self._weights)


def call(function: Callable, arguments: tuple, keywords: dict[str, Any], *, structure: bool) -> Any:
    """Call a student's function with copies of ``arguments``; return plain data.

    Args:
        function: The student's function.
        arguments: Positional arguments; arrays in them are copied, so the student's code cannot change the check's.
            A copy of a read-only array is read-only: a check that hands one out learns of writing into it.
        keywords: Keyword arguments, likewise.
        structure: Build Keras models as graphs without weights, where that can be done: the function is called again,
            with weights, if it raises (an optimizer, for one, cannot be made without).

    Raises:
        NotAnsweredError: It raised NotImplementedError, as the stubs do.
        AnswerError: It raised anything else, or returned something that is not plain data.
    """
    try:
        return _call(function, arguments, keywords, structure)
    except AnswerError:
        if not structure:
            raise
        return _call(function, arguments, keywords, structure=False)


def _call(function: Callable, arguments: tuple, keywords: dict[str, Any], structure: bool) -> Any:
    with _scope(structure):
        try:
            result = function(*_copied(arguments), **_copied(keywords))
        except NotImplementedError as error:
            raise NotAnsweredError(str(error) or "not answered yet") from None
        except (Exception, SystemExit) as error:
            raise AnswerError(type(error).__name__, str(error), student_trace(error)) from None
        try:
            return plain(result)
        except NotPlainError as error:
            raise AnswerError("TypeError", f"what it returned {error}") from None
        except Exception as error:
            raise AnswerError(type(error).__name__, f"what it returned cannot be read: {error}") from None


def student_trace(error: BaseException) -> str:
    """Return the traceback's last lines that lie in notebook cells, or its last frame where none does."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_student_file(frame.filename)] or frames[-1:]
    lines = "".join(traceback.format_list(own[-3:])).splitlines()
    return "\n".join(line for line in lines if line.strip(" ~^"))


def _is_student_file(filename: str) -> bool:
    return filename.startswith("<") or "ipykernel" in filename


def builds_structure(name: str, weights: bool) -> bool:
    """Say whether calling ``name`` builds a graph without weights: ``build_…``, unless the check wants weights."""
    return name.startswith("build_") and not weights


def _exported(value: Any, name: str, weights: bool) -> Any:
    import keras

    if callable(value) and not isinstance(value, keras.Model):
        structure = builds_structure(name, weights)
        return lambda *arguments, **keywords: _export_result(
            call(value, arguments, keywords, structure=structure), name, weights
        )
    try:
        return plain(value)
    except NotPlainError as error:
        raise AnswerError("TypeError", f"`{name}` {error}") from None


def _export_result(result: Any, name: str, weights: bool) -> Any:
    import keras

    if callable(result) and not isinstance(result, keras.Model):
        return _exported(result, f"what {name} returned", weights)
    return result


def _copied(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return copied(value)
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_copied(item) for item in value)
    return value


def _scope(structure: bool) -> contextlib.AbstractContextManager:
    if not structure:
        return contextlib.nullcontext()
    from course.backend.weightless import graph_only

    return graph_only()
