"""nbgrader's gradebook: it gets the scores, so that formgrader shows them; what a human gave there is read back.

nbgrader's own preprocessors fill its database. They read a notebook as ``nbgrader autograde`` leaves it, so each
student gets one: the lab with the student's answers, and under each check cell the points as its output. formgrader
opens that notebook when a written answer is graded by hand.
"""

from __future__ import annotations

import contextlib
import copy
import os
import sysconfig
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import SaveAutoGrades, SaveCells

from course.checks.runner import CheckResult
from course.exports.errors import ExportError
from course.grading.records import Graded, with_points
from course.grading.report.results import write_class, write_results
from course.labs import Lab


@dataclass(frozen=True)
class Given:
    """What a human gave a student in formgrader.

    Attributes:
        student: The student's name.
        points: Written question → points, extra credit included.
        comments: Exercise or written question → what the human wrote about the answer.
        overridden: Exercises whose automatic score was replaced by hand; these are left in formgrader.
    """

    student: str
    points: dict[str, float]
    comments: dict[str, str] = field(default_factory=dict)
    overridden: tuple[str, ...] = ()


def gradebook_url(course_folder: Path) -> str:
    """Return the address of the gradebook in an nbgrader course's root folder."""
    return f"sqlite:///{(course_folder / 'gradebook.db').resolve()}"


def write_gradebook(lab: Lab, graded: Sequence[Graded], course_folder: Path) -> None:
    """Write a class into a gradebook, and each student's notebook into ``autograded``.

    Scores given by hand stay; a written answer that changed since then is marked as waiting to be read again, as
    nbgrader does.

    Args:
        lab: The lab.
        graded: The results, one per student.
        course_folder: Root of the nbgrader course: gets ``gradebook.db`` and ``autograded/<student>/<lab>``.

    Raises:
        ExportError: The lab has no notebook, or the gradebook knows it with other cells.
    """
    if not lab.release.is_file():
        raise ExportError(f"{lab.name} has no notebook: build it first with `course build {lab.number}`")
    release = nbformat.read(lab.release, as_version=4)
    url = gradebook_url(course_folder)
    with _quiet():
        with _scripts_found(), Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment(lab.name)
        try:
            SaveCells()(copy.deepcopy(release), _resources(lab, url))
        except RuntimeError as error:
            raise ExportError(f"{error}: the lab changed since; export into a fresh gradebook") from None
        for each in graded:
            _write_student(lab, release, each, course_folder, url)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep SQLAlchemy's warnings about nbgrader's queries from the instructor, who can do nothing about them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="nbgrader")
        yield


@contextlib.contextmanager
def _scripts_found() -> Iterator[None]:
    """Put this Python's scripts on the path: nbgrader calls one of them, ``alembic``, when it makes a gradebook."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _resources(lab: Lab, url: str, student: str = "") -> dict[str, Any]:
    return {"nbgrader": {"notebook": lab.name, "assignment": lab.name, "student": student, "db_url": url}}


def _write_student(lab: Lab, release: NotebookNode, graded: Graded, course_folder: Path, url: str) -> None:
    path = course_folder / "autograded" / graded.student / lab.name / f"{lab.name}.ipynb"
    earlier = _written_sources(path)
    notebook = autograded_notebook(release, graded)
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_student(graded.student)
        gradebook.update_or_create_submission(lab.name, graded.student)
        given = _marked(gradebook, lab, graded.student)
    SaveAutoGrades()(notebook, _resources(lab, url, graded.student))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    unchanged = {name for name in given if earlier.get(name) == graded.written.get(name)}
    with Gradebook(url) as gradebook:
        _hand_over(gradebook, lab, graded, unchanged)
        gradebook.db.commit()


def _hand_over(gradebook: Gradebook, lab: Lab, graded: Graded, unchanged: Collection[str]) -> None:
    """Settle what nobody need read again, and give a gradebook that knows none the points and comments given before.

    Args:
        gradebook: Has the student's automatic scores.
        lab: The lab.
        graded: The student's results.
        unchanged: Written questions that a human has graded in this gradebook, and whose answers are still the same.
    """
    for name, (points, _) in graded.written_points.items():
        grade = gradebook.find_grade(name, lab.name, lab.name, graded.student)
        if not graded.written.get(name):  # nothing is left to read, whatever it was worth before
            grade.manual_score, grade.extra_credit, grade.auto_score = None, None, 0.0
            grade.needs_manual_grade = False
        elif name in unchanged:
            grade.needs_manual_grade = False
        elif points is not None and grade.manual_score is None:
            grade.manual_score, grade.needs_manual_grade = points, False
    for name, text in graded.comments.items():
        with contextlib.suppress(MissingEntry):  # of an exercise that the lab no longer has
            comment = gradebook.find_comment(name, lab.name, lab.name, graded.student)
            comment.manual_comment = comment.manual_comment or text


def _marked(gradebook: Gradebook, lab: Lab, student: str) -> list[str]:
    """Return the written questions whose answers a human has graded."""
    submitted = gradebook.find_submission_notebook(lab.name, lab.name, student)
    written = [grade for grade in submitted.grades if grade.cell_type == "markdown"]
    return [grade.name for grade in written if grade.manual_score is not None and not grade.needs_manual_grade]


def _written_sources(path: Path) -> dict[str, str]:
    """Return the written answers in the notebook of an earlier export."""
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells if _role(cell) == "written"}


def autograded_notebook(release: NotebookNode, graded: Graded) -> NotebookNode:
    """Return the lab with a student's answers and, under each check cell, its results.

    Args:
        release: The notebook that students got.
        graded: The student's results.
    """
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        role = _role(cell)
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if role == "answer":
            cell.source = graded.answers.get(name, cell.source)
        elif role == "written":
            cell.source = graded.written.get(name, cell.source)
        elif role == "check":
            exercise = name.removeprefix("check-")
            cell.outputs = _outputs([result for result in graded.results if result.exercise == exercise])
    return notebook


def _role(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader", {})
    if cell.cell_type == "markdown":
        return "written" if marks.get("solution") else ""
    return "check" if marks.get("grade") else "answer" if marks.get("solution") else ""


def _outputs(results: Sequence[CheckResult]) -> list[NotebookNode]:
    """Return a check cell's outputs: one line per check, and the points as the cell's value, which nbgrader reads."""
    lines = [f"{'✓' if r.passed else '✗'} {r.title} {f'({r.hint})' if r.hint else ''}".rstrip() for r in results]
    points = sum(result.points for result in results)
    shown = new_output("stream", name="stdout", text="\n".join(lines) + "\n")
    value = new_output("execute_result", data={"text/plain": repr(float(points))}, execution_count=1)
    return [shown, value]


def read_gradebook(lab: Lab, course_folder: Path, students: Iterable[str]) -> dict[str, Given]:
    """Return what humans gave in formgrader, by student; a student whom the gradebook does not know is left out.

    Args:
        lab: The lab.
        course_folder: Root of the nbgrader course.
        students: Whose scores are wanted.

    Raises:
        ExportError: There is no gradebook.
    """
    if not (course_folder / "gradebook.db").is_file():
        raise ExportError(
            f"there is no gradebook.db in {course_folder}: export into it first, or name the nbgrader course's folder "
            "with --course"
        )
    with _quiet(), Gradebook(gradebook_url(course_folder)) as gradebook:
        found = {student: _given(gradebook, lab, student) for student in students}
        return {student: given for student, given in found.items() if given}


def _given(gradebook: Gradebook, lab: Lab, student: str) -> Given | None:
    try:
        submitted = gradebook.find_submission_notebook(lab.name, lab.name, student)
    except MissingEntry:
        return None
    points, overridden = {}, []
    for grade in submitted.grades:
        if grade.cell_type == "markdown" and not grade.needs_manual_grade:  # nbgrader gives an unanswered one 0
            points[grade.name] = float(grade.score)
        elif grade.cell_type == "code" and (grade.manual_score is not None or grade.extra_credit):
            overridden.append(grade.name.removeprefix("check-"))
    comments = {comment.name: comment.manual_comment for comment in submitted.comments if comment.manual_comment}
    return Given(student, points, comments, tuple(overridden))


def take_points(lab: Lab, graded: Sequence[Graded], course_folder: Path, out: Path) -> list[Given]:
    """Read what humans gave, and write the class' results and pages again.

    Args:
        lab: The lab.
        graded: The results, one per student.
        course_folder: Root of the nbgrader course.
        out: The folder that ``course grade`` wrote.

    Returns:
        What was given, one per student whom the gradebook knows.

    Raises:
        ExportError: There is no gradebook.
    """
    given = read_gradebook(lab, course_folder, [each.student for each in graded])
    updated = [_updated(each, given[each.student]) if each.student in given else each for each in graded]
    for before, after in zip(graded, updated, strict=True):
        if after != before:
            write_results(after, out / after.student)
    write_class(updated, out)
    return list(given.values())


def _updated(graded: Graded, given: Given) -> Graded:
    return replace(with_points(graded, given.points), comments=given.comments)
