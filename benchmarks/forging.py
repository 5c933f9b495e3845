"""Points without an answer: the same forgeries of lab 1 through ``nbgrader autograde``, Otter and ``course grade``.

Every forgery starts from the untouched lab and answers nothing, so each point that it earns is forged.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from rich.table import Table

from benchmarks.classes import LAB, answer_cell, write_flat
from benchmarks.nbgrader_side import autograde, without_training
from benchmarks.otter_side import Otter
from course.checks.registry import LabChecks, load_checks
from course.grading.assignment import Options
from course.grading.grade import grade_class
from course.labs import find_lab

Forgery = Callable[[NotebookNode, LabChecks], None]

OWN_CHECK = """
from course.checks.registry import load_checks
check = lambda exercise: load_checks("lab01").max_points(exercise)
"""
PATCHED_GRADER = """
import course.checks.notebook, course.checks.registry, course.checks.runner
course.checks.registry.Check.run = lambda self, answer, seed: None
try:
    from otter.test_files import exception_test
    exception_test.test_case.call_func = lambda self, environment: None
except ImportError:
    pass
"""
PATCHED_SHELL = """
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell
nothing = lambda self, *a, **k: ExecutionResult(ExecutionInfo("", False, False, False, "", None))
async def nothing_later(self, *a, **k):
    return nothing(self)
InteractiveShell.run_cell, InteractiveShell.run_cell_async = nothing, nothing_later
"""
PATCHED_ORACLES = """
import builtins, math
import keras, numpy as np
for place in (keras.ops, keras.activations, keras.losses, np):
    for name in dir(place):
        if name in ("conv", "max_pool", "log_softmax", "softmax", "categorical_crossentropy", "einsum", "matmul"):
            setattr(place, name, lambda *a, **k: np.zeros(()))
np.allclose = np.array_equal = lambda *a, **k: True
np.isclose = lambda a, b, *r, **k: np.ones(np.broadcast(a, b).shape, bool)
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None
math.isclose = lambda *a, **k: True
"""
EVERYTHING = """
import numpy as np
class Everything(float):
    __hash__ = float.__hash__
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __array_ufunc__ = lambda self, ufunc, method, *a, **k: np.zeros(()) if ufunc is np.subtract else True
    __getattr__ = lambda self, name: Everything()
    __call__ = lambda self, *a, **k: Everything()
    __len__ = lambda self: 1
    __iter__ = lambda self: iter(())
"""


def skipped_checks(notebook: NotebookNode, checks: LabChecks) -> None:
    """Tag every check cell ``skip-execution``."""
    for cell in _check_cells(notebook):
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), "skip-execution"]


def edited_checks(notebook: NotebookNode, checks: LabChecks) -> None:
    """Let every check cell say its full points."""
    for cell in _check_cells(notebook):
        cell.source = repr(checks.max_points(cell.metadata.nbgrader.grade_id.removeprefix("check-")))


def equal_to_everything(notebook: NotebookNode, checks: LabChecks) -> None:
    """Answer with an object that equals whatever it is compared to."""
    _add(notebook, EVERYTHING)
    for exercise in checks.exercises:
        answer_cell(notebook, exercise).source = f"{exercise} = Everything()"


def _adding(source: str) -> Forgery:
    return lambda notebook, checks: _add(notebook, source)


def _add(notebook: NotebookNode, source: str) -> None:
    """Put a cell of the student's own behind the lab's imports."""
    place = next(index for index, cell in enumerate(notebook.cells) if "check = course.checker" in cell.source)
    notebook.cells.insert(place + 1, new_code_cell(source, id="own"))


def _check_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.id.startswith("check-")]


FORGERIES: dict[str, Forgery] = {
    "check cells tagged skip-execution": skipped_checks,
    "check cells edited to say full points": edited_checks,
    "a check function of one's own": _adding(OWN_CHECK),
    "the grader's library patched": _adding(PATCHED_GRADER),
    "the notebook's shell patched": _adding(PATCHED_SHELL),
    "Keras, NumPy and isclose patched": _adding(PATCHED_ORACLES),
    "an object equal to everything": equal_to_everything,
}


def forged() -> dict[str, NotebookNode]:
    """Return each forgery's notebook, by its name."""
    lab = find_lab(LAB)
    release, checks = nbformat.read(lab.release, as_version=4), load_checks(lab)
    notebooks = {}
    for name, forge in FORGERIES.items():
        notebooks[name] = copy.deepcopy(release)
        forge(notebooks[name], checks)
    return notebooks


def measure(otter: Otter | None) -> dict[str, dict[str, float | None]]:
    """Return the points that each forgery earns, by grader.

    Args:
        otter: An installed Otter, or None.
    """
    lab, notebooks = find_lab(LAB), forged()
    students = {f"student{number}": name for number, name in enumerate(notebooks)}
    by_student = [(student, notebooks[name]) for student, name in students.items()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        theirs = [(student, without_training(copy.deepcopy(notebook))) for student, notebook in by_student]
        found = {"nbgrader autograde": autograde(lab, theirs, folder / "nbgrader").points}
        if otter:
            found["otter run"] = otter.points(lab, theirs, folder / "otter")
        records = grade_class(LAB, write_flat(iter(by_student), folder / "in"), folder / "out", Options())
        found["course grade"] = {record.student: record.score for record in records}
    return {grader: {students[each]: points for each, points in earned.items()} for grader, earned in found.items()}


def table(earned: dict[str, dict[str, float | None]]) -> Table:
    """Return the points as a table, a column a grader."""
    possible = load_checks(find_lab(LAB)).max_points()
    shown = Table(title=f"Points forged, of {possible:g} that a program judges", title_justify="left")
    shown.add_column("submission, which answers nothing")
    for grader in earned:
        shown.add_column(grader, justify="right")
    for name in FORGERIES:
        points = [found.get(name) for found in earned.values()]
        shown.add_row(name, *("–" if each is None else f"{each:g}" for each in points))
    return shown
