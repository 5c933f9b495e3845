"""Answers to try on a lab's checks: wrong ones, which must lose points, and right ones, which must keep them all.

An answer is a Python file that defines an exercise's names, and whatever else it needs, imports included. Its first
line is a comment that says in words what is wrong or different; the second may name what the student's hint must
contain::

    # The kernel is turned by 180°, as in a mathematician's convolution.
    # hint: kernel flipped
    import numpy as np
    ...

Files are called ``wrong_*.py`` or ``right_*.py`` and lie in ``labNN/<exercise>/``.
"""

from __future__ import annotations

import functools
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.authoring.agreement import defined_names
from course.authoring.solutions import solution_cells, solution_namespace
from course.authoring.source import SourceCell
from course.checks.answers import LiveAnswer
from course.checks.registry import load_checks
from course.checks.runner import CheckResult, result_of, run_checks
from course.checks.without import search
from course.errors import CourseError
from course.labs import UnknownLabError, all_labs, find_lab

HINT = "# hint:"


class MutantError(CourseError):
    """A file cannot be tried; the message names it and says what it lacks."""


@dataclass(frozen=True)
class Mutant:
    """One answer to try.

    Attributes:
        path: The file.
        lab: Number of its lab, ``"lab01"``.
        exercise: The exercise it answers.
    """

    path: Path
    lab: str
    exercise: str

    @property
    def is_right(self) -> bool:
        """Whether it must keep every point."""
        return self.path.name.startswith("right_")

    @property
    def source(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @property
    def says(self) -> str:
        """What is wrong or different about it: its first line, without the comment sign."""
        return self.source.partition("\n")[0].lstrip("# ").strip()

    @property
    def hint(self) -> str:
        """What a failing check's hint must contain; empty if the file does not say."""
        second = (*self.source.splitlines(), "", "")[1]
        return second.removeprefix(HINT).strip() if second.startswith(HINT) else ""

    def __str__(self) -> str:
        return f"{self.lab}/{self.exercise}/{self.path.stem}"


def find_mutants(folder: Path) -> list[Mutant]:
    """Return the answers in a folder and below it, in the order of their paths.

    The exercise is the name of the file's folder; in a folder called otherwise, the one exercise that the file defines.
    The lab is the folder above; where that is none, the one lab that has this exercise.

    Raises:
        MutantError: The folder is missing or holds no answers, or a file does not say in words what it tries, or
            belongs to no exercise or to several.
    """
    if not folder.is_dir():
        raise MutantError(f"{folder}: there is no such folder")
    paths = sorted(path for kind in ("wrong", "right") for path in folder.rglob(f"{kind}_*.py"))
    if not paths:
        raise MutantError(f"{folder}: holds no wrong_*.py or right_*.py")
    return [_read(path.resolve()) for path in paths]


def try_mutant(mutant: Mutant, seed: int = 0) -> Iterator[CheckResult]:
    """Run the checks of the answer's exercise on it, over the rest of the lab's solution.

    Args:
        mutant: The answer.
        seed: Seed of the checks' random inputs.

    Yields:
        One result per check, as a student would get it, with the rules on what must not be called. A check runs when
        its result is asked for.
    """
    lab = load_checks(mutant.lab)
    forbidden = _forbidden(mutant, lab.without.get(mutant.exercise, ()))
    if forbidden:
        details = {"hint": f"{'; '.join(forbidden)}: this exercise is to be written without it"}
        yield from (result_of(check, "forbidden", details) for check in lab.of(mutant.exercise))
        return
    namespace = _namespace_with(mutant)
    yield from run_checks(lab.of(mutant.exercise), lambda check: LiveAnswer(namespace, check.weights), seed)


def _read(path: Path) -> Mutant:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MutantError(f"{path}: cannot be read ({error})") from None
    if not source.startswith("#") or not source.partition("\n")[0].strip("# "):
        raise MutantError(f"{path}: the first line must be a comment that says what is wrong, or different, in words")
    homes = _exercises()
    named = {path.parent.name} & homes.keys() or defined_names(source) & homes.keys()
    found = [(lab, exercise) for exercise in named for lab in _labs_of(path, homes[exercise])]
    if len(found) != 1:
        listed = ", ".join(f"{lab}/{exercise}" for lab, exercise in sorted(found)) or "none"
        raise MutantError(
            f"{path}: must belong to one exercise, and belongs to: {listed}; put it into labNN/<exercise>/"
        )
    return Mutant(path, *found[0])


def _labs_of(path: Path, homes: tuple[str, ...]) -> tuple[str, ...]:
    try:
        lab = find_lab(path.parent.parent.name).number
    except UnknownLabError:
        return homes
    return tuple(home for home in homes if home == lab)


@functools.cache
def _exercises() -> dict[str, tuple[str, ...]]:
    """Return exercise → the numbers of the labs that have it."""
    homes: dict[str, tuple[str, ...]] = {}
    for lab in all_labs():
        if lab.checks.is_file():
            for exercise in load_checks(lab).exercises:
                homes[exercise] = (*homes.get(exercise, ()), lab.number)
    return homes


@functools.cache
def _solution(lab: str) -> tuple[SourceCell, ...]:
    return solution_cells(lab)


def _forbidden(mutant: Mutant, without: tuple[str, ...]) -> tuple[str, ...]:
    rest = [cell.source for cell in _solution(mutant.lab) if cell.name != mutant.exercise]
    return search([*rest, mutant.source], mutant.exercise, without).forbidden


def _namespace_with(mutant: Mutant) -> dict[str, object]:
    namespace = dict(solution_namespace(mutant.lab))
    namespace.pop(mutant.exercise, None)
    filename = f"<{mutant}>"
    source = mutant.source
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace
