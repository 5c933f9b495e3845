"""Every lab as it is graded: in the sandbox, right answers keep their points and none is given for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring.build import built_solution
from course.authoring.mutants import find_mutants
from course.checks.registry import load_checks
from course.grading.grade import grade_class
from course.grading.records import Graded
from course.labs import REPOSITORY, Lab, all_labs

pytestmark = pytest.mark.sandbox


def solved(lab: Lab) -> NotebookNode:
    """The lab as its author solves it."""
    return built_solution(lab)


def solved_otherwise(lab: Lab) -> NotebookNode:
    """The lab with another right answer to each exercise, of those that its checks are tested with."""
    notebook = built_solution(lab)
    right = {mutant.exercise: mutant for mutant in find_mutants(REPOSITORY / "tests/mutants") if mutant.is_right}
    number = lab.name.partition("_")[0]
    for cell in notebook.cells:
        for tag in cell.metadata.get("tags", ()):
            mutant = right.get(tag.removeprefix("answer:"))
            if mutant and mutant.lab == number and tag.startswith("answer:"):
                cell.source = mutant.source
    return notebook


def untouched(lab: Lab) -> NotebookNode:
    """The lab as it is handed out."""
    return nbformat.read(lab.release, as_version=4)


@pytest.fixture(
    params=[pytest.param(lab, id=lab.name, marks=pytest.mark.xdist_group(f"graded {lab.name}")) for lab in all_labs()]
)
def graded(request: pytest.FixtureRequest) -> tuple[Lab, dict[str, Graded]]:
    """A lab, and its class of three."""
    return request.param, graded_class(request.param)


@cache
def graded_class(lab: Lab) -> dict[str, Graded]:
    """Grade a lab's class of three, once for its tests."""
    with tempfile.TemporaryDirectory() as folder:
        for make in (solved, solved_otherwise, untouched):
            write(make, lab, Path(folder) / "submitted")
        records = grade_class(lab.name, Path(folder) / "submitted", Path(folder) / "out")
    return {record.student: record for record in records}


def write(make: Callable[[Lab], NotebookNode], lab: Lab, submitted: Path) -> None:
    """Write a student's notebook where nbgrader would."""
    path = submitted / make.__name__ / lab.name / f"{lab.name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(make(lab), path)


@pytest.mark.parametrize("student", ["solved", "solved_otherwise"])
def test_right_answers_keep_every_point(graded: tuple[Lab, dict[str, Graded]], student: str):
    lab, records = graded
    lost = [f"{result.check}: {result.hint}" for result in records[student].results if not result.passed]
    assert not lost, "\n".join(lost)
    assert len(records[student].results) == len(load_checks(lab).checks)
    assert records[student].flags == ()


def test_an_untouched_lab_earns_nothing(graded: tuple[Lab, dict[str, Graded]]):
    _, records = graded
    assert {result.status for result in records["untouched"].results} == {"missing"}
    assert sum(result.points for result in records["untouched"].results) == 0
