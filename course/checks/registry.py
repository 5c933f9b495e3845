"""Checks: pytest functions that carry an exercise and its points, and the file that holds a lab's checks."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from course.labs import Lab, find_lab


@dataclass(frozen=True)
class Check:
    """One graded check.

    Attributes:
        name: The function's name; unique in its lab.
        title: First line of the docstring: what the student reads as the check's name.
        exercise: The name the student defines, which the points belong to.
        points: What passing it earns.
        weights: Whether models that the student builds get weights. Without them a model is a graph with shapes
            and counts, which costs hundredths of a second instead of seconds.
        function: The check itself; takes ``answer`` and, if it names it, ``rng``. None where the check was packed for
            another machine, which reads the file of checks itself.
    """

    name: str
    title: str
    exercise: str
    points: float
    weights: bool
    function: Callable[..., None] | None

    @property
    def has_random_inputs(self) -> bool:
        """Whether the check asks for ``rng``: then it is another one at another seed."""
        return "rng" in inspect.signature(self._loaded).parameters

    @property
    def _loaded(self) -> Callable[..., None]:
        assert self.function is not None, "the checks that run come from their file"
        return self.function

    def run(self, answer: object, seed: int) -> None:
        """Run the check on ``answer``; whatever it raises is why it failed."""
        arguments = {"answer": answer}
        if self.has_random_inputs:
            arguments["rng"] = random_inputs(self.name, seed)
        self._loaded(**arguments)


def points(exercise: str, points: float, *, weights: bool = False) -> Callable[[Callable], Callable]:
    """Mark a test function as a graded check of ``exercise`` worth ``points``.

    Args:
        exercise: The name in the student's notebook that the check judges.
        points: Points for passing; more than zero.
        weights: Functions named ``build_…`` are called without creating weights, unless this is true.

    Raises:
        ValueError: The points are not positive, or the function has no docstring to show the student.
    """
    if points <= 0:
        raise ValueError(f"a check of {exercise!r} must be worth more than 0 points, not {points}")

    def mark(function: Callable) -> Callable:
        documentation = inspect.getdoc(function)
        if not documentation:
            raise ValueError(f"check {function.__name__} needs a docstring: its first line is its name for the student")
        marked: Any = function
        marked.check = Check(function.__name__, documentation.splitlines()[0], exercise, points, weights, function)
        return marked

    return mark


def random_inputs(check: str, seed: int) -> np.random.Generator:
    """Return the random generator of a check: the same for the same check and seed, on every machine."""
    return np.random.default_rng([seed, zlib.crc32(check.encode())])


@dataclass(frozen=True)
class LabChecks:
    """The checks of one lab, in the order of its file.

    Attributes:
        lab: The lab's name.
        checks: Every check.
        without: For an exercise, the dotted names that its answer must not call.
        libraries: Modules that answers are likely to import: the grader loads them once, before any submission.
    """

    lab: str
    checks: tuple[Check, ...]
    without: dict[str, tuple[str, ...]]
    libraries: tuple[str, ...] = ()

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """The exercises, in the order in which their first checks stand."""
        return tuple(dict.fromkeys(check.exercise for check in self.checks))

    def of(self, exercise: str) -> tuple[Check, ...]:
        """Return the checks of one exercise.

        Raises:
            LookupError: The lab has no such exercise; the message lists those it has.
        """
        found = tuple(check for check in self.checks if check.exercise == exercise)
        if not found:
            raise LookupError(f"{self.lab} has no exercise {exercise!r}; it has: {', '.join(self.exercises)}")
        return found

    def max_points(self, exercise: str | None = None) -> float:
        """Return the points of one exercise, or of the whole lab."""
        return sum(check.points for check in (self.of(exercise) if exercise else self.checks))


def load_checks(lab: str | Lab) -> LabChecks:
    """Import a lab's checks.

    Args:
        lab: A lab, or its name.

    Raises:
        course.labs.UnknownLabError: No lab has the name.
    """
    lab = lab if isinstance(lab, Lab) else find_lab(lab)
    module = _import_file(lab.checks)
    checks = tuple(value.check for value in vars(module).values() if hasattr(value, "check"))
    return LabChecks(lab.name, checks, getattr(module, "WITHOUT", {}), getattr(module, "LIBRARIES", ()))


def _import_file(path: Path) -> ModuleType:
    name = f"course_checks_{path.stem}"
    if name in sys.modules and sys.modules[name].__file__ == str(path):
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None, "it ends in .py"
    assert spec.loader is not None, "it is no folder"
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
