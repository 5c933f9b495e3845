"""The checks of the labs: how they are written, run on a notebook's names, and shown.

A lab's checks (``tests/labs/test_labNN.py``) import from here what they are written with.
"""

from course.checks.answers import AnswerError, NotAnsweredError
from course.checks.compare import CheckFailedError, close, equal, holds
from course.checks.forms import called, one_letter, read_only
from course.checks.formula import same_formula
from course.checks.registry import points

__all__ = [
    "AnswerError",
    "CheckFailedError",
    "NotAnsweredError",
    "called",
    "close",
    "equal",
    "holds",
    "one_letter",
    "points",
    "read_only",
    "same_formula",
]
