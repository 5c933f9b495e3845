"""What many checks ask of an answer's form: one letter, and that a function leaves its arguments as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course.checks.answers import AnswerError
from course.checks.compare import holds


def one_letter(got: Any, right: str, reasons: Mapping[str, str]) -> None:
    """Judge the answer to a question with letters to choose from; small letters and spaces around do not matter.

    Args:
        got: The answer.
        right: The right letter.
        reasons: Each wrong letter, and why it is wrong: the hint.

    Raises:
        CheckFailedError: It is another letter, or none of them.
    """
    letter = got.strip().upper() if isinstance(got, str) else got
    holds(isinstance(letter, str) and letter in {right, *reasons}, "answer with one letter, such as 'A'", got=got)
    holds(letter == right, reasons.get(letter, ""), got=got)


def read_only(*arrays: np.ndarray) -> Any:
    """Return the array, or the arrays as a tuple; answers, which get copies, cannot write into those either."""
    for array in arrays:
        array.setflags(write=False)
    return arrays if len(arrays) > 1 else arrays[0]


def called(function: Callable, *arguments: Any) -> Any:
    """Call an answer with arrays that it cannot write into; where it tries to, say so.

    Raises:
        CheckFailedError: It writes into an array that it was given.
        AnswerError: Whatever else it raises.
    """
    try:
        return function(*(read_only(given.copy()) if isinstance(given, np.ndarray) else given for given in arguments))
    except AnswerError as error:
        hint = "your function writes into an array that it was given, and spoils it for the caller; a slice is a view"
        hint += f" of the same array: work on a copy (your code raised {error.in_brief})"
        holds("read-only" not in str(error), hint, got=error.trace)
        raise
