"""Answers to try on a lab's checks: wrong ones, which must lose points, and right ones, which must keep them all.

All answers to an exercise stand in one file, ``labNN/<exercise>.py``, cell by cell. A right answer is written out.
So is a wrong one, or it says in which lines it differs from a right one, and then its mistake is all that one sees::

    # %% right sliding_windows
    # Every window at once.
    import numpy as np


    def conv2d(image, kernels, bias):
        windows = np.lib.stride_tricks.sliding_window_view(image, kernels.shape[:2], axis=(0, 1))
        return np.einsum("ijcab,abck->ijk", windows, kernels) + bias

    # %% wrong bias_forgotten
    # The bias is never added.
    # hint: bias forgotten
    # of: sliding_windows
    -     return np.einsum("ijcab,abck->ijk", windows, kernels) + bias
    +     return np.einsum("ijcab,abck->ijk", windows, kernels)

A cell begins with comments. The first says in words what is wrong or different. ``# hint:`` is followed by words that
the student's hint must contain; where there are several such lines, each must be found in the hint of a check that
fails. ``# of:`` makes the rest of the cell a patch of the right answer that it names.

The lines of a patch begin with ``- `` (taken out) and ``+ `` (put in); what follows these two characters is the line,
spaces and all. Lines taken out, and the lines put in after them, make a hunk; an empty line, or a ``-`` after a ``+``,
begins the next. What a hunk takes out must stand in the right answer exactly once. So a hunk that only adds lines takes
out the line beside them and puts it in again.

``# of: solution`` is a patch of the lab's own solution, without its docstring, comments and empty lines
(:func:`course.authoring.program.program`): these can be changed, and the patch still fits.

A folder of one's own may also hold files with one answer each, ``labNN/<exercise>/wrong_*.py`` and ``right_*.py``. They
begin with the same comments, and are written out.
"""

from __future__ import annotations

import functools
import linecache
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.authoring.patch import PatchError, patched
from course.authoring.program import program
from course.authoring.solutions import solution_cells, solution_namespace
from course.authoring.source import SourceCell
from course.checks.answers import LiveAnswer
from course.checks.registry import load_checks
from course.checks.runner import CheckResult, judged, run_check
from course.checks.without import search
from course.errors import CourseError
from course.labs import Lab, UnknownLabError, all_labs, find_lab
from course.notebooks.code import defined_names

SOLUTION = "solution"
_TITLE = re.compile(r"^# %% *(?P<kind>right|wrong) +(?P<name>\w+) *$", re.MULTILINE)
_FILE_NAME = re.compile(r"(?P<kind>right|wrong)_(?P<name>.+)")
_HINT, _OF = "# hint:", "# of:"


class MutantError(CourseError):
    """An answer cannot be tried; the message names its file and its cell, and says what it lacks."""


@dataclass(frozen=True)
class Mutant:
    """One answer to try.

    Attributes:
        path: The file it stands in.
        lab: Number of its lab, ``"lab01"``.
        exercise: The exercise it answers.
        kind: ``"right"`` or ``"wrong"``.
        name: What it is called among the answers of its exercise, ``"bias_forgotten"``.
        says: What is wrong or different about it, in words.
        hints: What the hints of failing checks must contain; empty if the file does not say.
        source: The whole answer.
    """

    path: Path
    lab: str
    exercise: str
    kind: str
    name: str
    says: str
    hints: tuple[str, ...]
    source: str

    @property
    def is_right(self) -> bool:
        """Whether it must keep every point."""
        return self.kind == "right"

    def is_told(self, failing: list[CheckResult]) -> bool:
        """Say whether the results name the mistake: each of the answer's hints stands in one of theirs."""
        told = [result.hint.lower() for result in failing]
        return bool(failing) and all(any(hint.lower() in text for text in told) for hint in self.hints)

    def __str__(self) -> str:
        return f"{self.lab}/{self.exercise}/{self.kind}_{self.name}"


def find_mutants(place: Path) -> list[Mutant]:
    """Return the answers in a file, or in a folder and below it, in the order of the paths and of the cells.

    The exercise is the name of the file, or of the folder of a file that holds one answer; where there is no such
    exercise, it is the one exercise that the answers define. The lab is the folder above; where that is none, the one
    lab that has this exercise.

    Raises:
        MutantError: The place is missing or holds no answers, or a file does not say in words what it tries, or belongs
            to no exercise or to several, or a patch does not fit.
    """
    if not place.exists():
        raise MutantError(f"{place}: there is no such folder")
    paths = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    found = [mutant for path in paths for mutant in _read(path.resolve())]
    if not found:
        raise MutantError(f"{place}: holds no file with cells '# %% right NAME', and no wrong_*.py or right_*.py")
    return found


def try_mutant(mutant: Mutant, seed: int = 0, first: str = "") -> Iterator[CheckResult]:
    """Run the checks of the answer's exercise on it, over the rest of the lab's solution.

    Args:
        mutant: The answer.
        seed: Seed of the checks' random inputs.
        first: Name of the check that runs before the others, such as one that is known to fail.

    Yields:
        One result per check, as a student would get it, with the rules on what must not be called. A check runs when
        its result is asked for.
    """
    lab = load_checks(mutant.lab)
    checks = sorted(lab.of(mutant.exercise), key=lambda check: check.name != first)
    rest = [cell.source for cell in _solution(mutant.lab) if cell.name != mutant.exercise]
    found = search([*rest, mutant.source], mutant.exercise, lab.without.get(mutant.exercise, ()))
    namespace = {} if found.forbidden else _namespace_with(mutant)
    for check in checks:
        answer = LiveAnswer(namespace, check.weights)
        yield judged(check, found, functools.partial(run_check, check, answer, seed))


@dataclass(frozen=True)
class _Cell:
    """One answer as it is written: ``body`` is a patch where ``of`` names what it changes, and else the answer."""

    kind: str
    name: str
    says: str
    hints: tuple[str, ...]
    of: str
    body: str


def _read(path: Path) -> list[Mutant]:
    """Return the answers of a file: those of its cells, or the one that its name announces; none of other files."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MutantError(f"{path}: cannot be read ({error})") from None
    alone = _FILE_NAME.fullmatch(path.stem)
    if _TITLE.search(text):
        cells = _cells(path, text)
        lab, exercise = _home(path, path.stem, path.parent.name, cells)
    elif alone:
        cells = [_cell(alone["kind"], alone["name"], text)]
        if not cells[0].says:
            raise MutantError(
                f"{path}: the first line must be a comment that says what is wrong, or different, in words"
            )
        lab, exercise = _home(path, path.parent.name, path.parent.parent.name, cells)
    else:
        return []
    return [_mutant(path, lab, exercise, cell, cells) for cell in cells]


def _cells(path: Path, text: str) -> list[_Cell]:
    """Return the answers of a file with cells; what stands above the first belongs to none."""
    for line in re.findall(r"^# %%.*$", text, re.MULTILINE):
        if not _TITLE.fullmatch(line):
            raise MutantError(f"{path}: {line!r} begins no answer; write '# %% right NAME' or '# %% wrong NAME'")
    titles = [*_TITLE.finditer(text)]
    ends = [title.start() for title in titles[1:]] + [len(text)]
    cells = [
        _cell(title["kind"], title["name"], text[title.end() : end].strip("\n"))
        for title, end in zip(titles, ends, strict=True)
    ]
    twice = [name for name, count in Counter((cell.kind, cell.name) for cell in cells).items() if count > 1]
    if twice:
        raise MutantError(f"{path}: two cells are called '{' '.join(twice[0])}'; give each its own name")
    return cells


def _cell(kind: str, name: str, text: str) -> _Cell:
    """Read one answer: the comments it begins with, and the rest."""
    lines = text.splitlines()
    says, hints, of = "", [], ""
    while lines and lines[0].startswith("#"):
        if lines[0].startswith(_HINT):
            hints.append(lines[0].removeprefix(_HINT).strip())
        elif lines[0].startswith(_OF):
            of = lines[0].removeprefix(_OF).strip()
        elif not says and not hints and not of:
            says = lines[0].strip("# ")
        else:
            break
        del lines[0]
    return _Cell(kind, name, says, tuple(hints), of, "\n".join(lines).strip("\n"))


def _home(path: Path, name: str, folder: str, cells: list[_Cell]) -> tuple[str, str]:
    """Return the lab and the exercise that a file's answers belong to.

    Args:
        path: The file.
        name: What the exercise is called by its file or folder.
        folder: What the lab is called by its folder.
        cells: The answers, which define an exercise that ``name`` does not name.
    """
    try:
        homes = _exercises(find_lab(folder))
    except UnknownLabError:
        homes = tuple(home for lab in all_labs() for home in _exercises(lab))
    found = [home for home in homes if home[1] == name]
    if not found:
        defined = {name for cell in cells for name in defined_names(cell.body)}
        found = [home for home in homes if home[1] in defined]
    if len(found) != 1:
        listed = ", ".join("/".join(home) for home in sorted(found)) or "none"
        raise MutantError(
            f"{path}: must belong to one exercise, and belongs to: {listed}; put it into labNN/<exercise>/"
        )
    return found[0]


@functools.cache
def _exercises(lab: Lab) -> tuple[tuple[str, str], ...]:
    """Return a lab's number with each of its exercises."""
    return tuple((lab.number, exercise) for exercise in load_checks(lab).exercises) if lab.checks.is_file() else ()


def _mutant(path: Path, lab: str, exercise: str, cell: _Cell, cells: list[_Cell]) -> Mutant:
    source = cell.body
    if cell.of:
        try:
            source = patched(_base(cell.of, lab, exercise, cells), cell.body.splitlines())
        except PatchError as error:
            raise MutantError(f"{path}, {cell.kind} {cell.name}, '# of: {cell.of}': {error}") from None
    says = cell.says or cell.name.replace("_", " ")
    return Mutant(path, lab, exercise, cell.kind, cell.name, says, cell.hints, source)


def _base(name: str, lab: str, exercise: str, cells: list[_Cell]) -> str:
    """Return the right answer that a patch changes: one of its own file, or the solution's."""
    right = {cell.name: cell.body for cell in cells if cell.kind == "right" and not cell.of}
    if name in right:
        return right[name]
    if name != SOLUTION:
        raise PatchError(f"the file has no such right answer; there are: {', '.join([*right, SOLUTION])}")
    return program("\n".join(cell.source for cell in _solution(lab) if cell.name == exercise))


@functools.cache
def _solution(lab: str) -> tuple[SourceCell, ...]:
    return solution_cells(lab)


def _namespace_with(mutant: Mutant) -> dict[str, object]:
    namespace = dict(solution_namespace(mutant.lab))
    namespace.pop(mutant.exercise, None)
    filename = f"<{mutant}>"
    source = mutant.source
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace
