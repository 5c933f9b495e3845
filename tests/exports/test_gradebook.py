"""Scores go to formgrader and come back, and neither side loses what the other gave."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config
from typer.testing import CliRunner

from course.cli import app
from course.exports.errors import ExportError
from course.exports.gradebook import gradebook_url, read_gradebook, take_points, write_gradebook
from course.exports.graded import read_class
from course.grading.records import Graded
from course.labs import Lab
from tests.exports.conftest import grades


@pytest.fixture
def nbgrader_course(tmp_path: Path) -> Path:
    """The root of an nbgrader course."""
    folder = tmp_path / "nbgrader"
    folder.mkdir()
    return folder


def give(folder: Path, lab: Lab, student: str, cell: str, points: float, extra: float | None = None) -> None:
    """Give points as formgrader's page does."""
    with Gradebook(gradebook_url(folder)) as gradebook:
        grade = gradebook.find_grade(cell, lab.name, lab.name, student)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, False
        gradebook.db.commit()


def shown(folder: Path, lab: Lab) -> dict[str, dict]:
    """Return what formgrader's list of submissions shows, by student."""
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = gradebook_url(folder)
    return {each["student"]: each for each in NbGraderAPI(config=config).get_submissions(lab.name)}


def test_formgrader_shows_scores_and_what_waits_for_a_human(lab: Lab, graded: list[Graded], nbgrader_course: Path):
    write_gradebook(lab, graded, nbgrader_course)
    found = shown(nbgrader_course, lab)
    assert {student: each["score"] for student, each in found.items()} == {"ann": 8, "bob": 3, "cid": 0}
    assert {each["max_score"] for each in found.values()} == {10}
    assert all(each["needs_manual_grade"] and each["autograded"] for each in found.values())
    with Gradebook(gradebook_url(nbgrader_course)) as gradebook:
        waiting = gradebook.find_submission_notebook(lab.name, lab.name, "bob").grades
        assert {grade.name for grade in waiting if grade.needs_manual_grade} == {"reason"}


def test_the_notebook_that_formgrader_opens_has_the_answers_and_the_points(
    lab: Lab, graded: list[Graded], nbgrader_course: Path
):
    write_gradebook(lab, graded, nbgrader_course)
    notebook = nbformat.read(nbgrader_course / "autograded" / "bob" / lab.name / f"{lab.name}.ipynb", as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    assert cells["double"].source == "def double(x):\n    return 2 * x"
    assert "raise NotImplementedError" in cells["last"].source
    assert cells["reason"].source == "So thinks bob."
    assert [output.output_type for output in cells["check-double"].outputs] == ["stream", "execute_result"]
    assert cells["check-double"].outputs[1].data["text/plain"] == "2.0"


def test_points_given_by_hand_come_back_into_table_and_pages(
    lab: Lab, graded: list[Graded], nbgrader_course: Path, out: Path
):
    write_gradebook(lab, graded, nbgrader_course)
    give(nbgrader_course, lab, "ann", "reason", 1.5, extra=0.25)
    take_points(lab, graded, nbgrader_course, out)
    rows = {row["student"]: row for row in csv.DictReader((out / "grades.csv").open())}
    assert (rows["ann"]["score"], rows["ann"]["status"], rows["ann"]["reason"]) == ("9.75", "graded", "1.75")
    assert (rows["bob"]["score"], rows["bob"]["status"], rows["bob"]["reason"]) == ("3", "pending", "")
    assert grades(out, "ann")["score"] == 9.75
    assert "1.75" in (out / "ann" / "feedback.html").read_text()


def test_exporting_again_keeps_what_was_given_and_asks_again_where_the_answer_changed(
    lab: Lab, graded: list[Graded], nbgrader_course: Path
):
    write_gradebook(lab, graded, nbgrader_course)
    for student in ("ann", "bob"):
        give(nbgrader_course, lab, student, "reason", 1)
    changed = replace(graded[1], written={"reason": "Something else."})
    write_gradebook(lab, [graded[0], changed, graded[2]], nbgrader_course)
    given = read_gradebook(lab, nbgrader_course, ["ann", "bob", "cid"])
    assert (given["ann"].points, given["bob"].points) == ({"reason": 1.0}, {})
    found = shown(nbgrader_course, lab)
    assert (found["ann"]["needs_manual_grade"], found["bob"]["needs_manual_grade"]) == (False, True)


def test_comments_come_back_and_go_into_a_fresh_gradebook_with_the_points(
    lab: Lab, graded: list[Graded], nbgrader_course: Path, out: Path, tmp_path: Path
):
    write_gradebook(lab, graded, nbgrader_course)
    give(nbgrader_course, lab, "ann", "reason", 1.5)
    with Gradebook(gradebook_url(nbgrader_course)) as gradebook:
        for cell in ("reason", "double"):
            gradebook.find_comment(cell, lab.name, lab.name, "ann").manual_comment = f"About {cell} <b>"
        gradebook.db.commit()
    take_points(lab, graded, nbgrader_course, out)
    ann = read_class(out)[0]
    assert ann.comments == {"reason": "About reason <b>", "double": "About double <b>"}
    page = (out / "ann" / "feedback.html").read_text()
    assert "Your instructor: About reason &lt;b&gt;" in page
    assert "Your instructor: About double &lt;b&gt;" in page

    fresh = tmp_path / "fresh"
    fresh.mkdir()
    write_gradebook(lab, read_class(out), fresh)
    given = read_gradebook(lab, fresh, ["ann", "bob", "cid", "nobody"])
    assert given["ann"].points == {"reason": 1.5}
    assert given["ann"].comments == ann.comments
    assert "nobody" not in given
    assert not shown(fresh, lab)["ann"]["needs_manual_grade"]


def test_an_answer_that_was_emptied_waits_for_nobody(lab: Lab, graded: list[Graded], nbgrader_course: Path, out: Path):
    write_gradebook(lab, graded, nbgrader_course)
    give(nbgrader_course, lab, "ann", "reason", 1.5)
    emptied = replace(graded[0], written={"reason": ""}, written_points={"reason": (0.0, 2.0)}, status="graded")
    write_gradebook(lab, [emptied, *graded[1:]], nbgrader_course)
    assert not shown(nbgrader_course, lab)["ann"]["needs_manual_grade"]
    assert shown(nbgrader_course, lab)["ann"]["score"] == 8
    take_points(lab, [emptied, *graded[1:]], nbgrader_course, out)
    rows = {row["student"]: row for row in csv.DictReader((out / "grades.csv").open())}
    assert (rows["ann"]["status"], rows["ann"]["reason"]) == ("graded", "0")


def test_a_score_that_overrules_a_check_is_reported_and_not_taken(
    lab: Lab, graded: list[Graded], nbgrader_course: Path, out: Path
):
    write_gradebook(lab, graded, nbgrader_course)
    give(nbgrader_course, lab, "bob", "check-last", 1)
    given = take_points(lab, graded, nbgrader_course, out)
    assert given[1].overridden == ("last",)
    assert grades(out, "bob")["score"] == 3


def test_without_a_gradebook_it_says_where_one_was_expected(lab: Lab, nbgrader_course: Path):
    with pytest.raises(ExportError, match=r"no gradebook\.db in .*nbgrader: export into it first"):
        read_gradebook(lab, nbgrader_course, ["ann"])


def test_the_command_goes_both_ways(lab: Lab, nbgrader_course: Path, out: Path):
    arguments = ["export", "nbgrader", lab.name, str(out), "--course", str(nbgrader_course)]
    there = CliRunner().invoke(app, arguments)
    assert there.exit_code == 0, there.output
    assert there.stderr == ""
    assert "3 students" in there.output
    assert "2 written answers wait" in there.output
    give(nbgrader_course, lab, "bob", "reason", 2)
    back = CliRunner().invoke(app, [*arguments, "--read"])
    assert "1 scores given by hand and 0 comments" in back.output
    assert grades(out, "bob")["score"] == 5
    wrong = CliRunner().invoke(app, ["export", "nbgrader", lab.name, str(nbgrader_course)])
    assert wrong.exit_code == 2
    assert "holds no results" in wrong.output
