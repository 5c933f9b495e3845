"""What an output folder holds stays: rows of students who are not graded today, and what humans gave."""

from __future__ import annotations

import csv
import errno
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import course.grading.report.results
import course.labs
from course.cli import app
from course.grading.assignment import Assignment, GradingError, Options
from course.grading.commands import class_table
from course.grading.earlier import in_their_folders, records_in, with_hand_grading
from course.grading.grade import grade_class
from course.grading.intake.submissions import Submission
from course.grading.records import Graded
from course.grading.report.results import read_results, write_results
from tests.grading.killed_run import RecitingWorker
from tests.grading.small_class import ANSWERS, LAB, small_notebook, write_class, write_repository
from tests.grading.small_lab import RIGHT

Grade = Callable[..., list[Graded]]
EVERYTHING = {name: RIGHT[name] for name in ANSWERS}
POINTS = 10  # the small lab's, written question included


@pytest.fixture
def grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """A function that grades a folder of submissions to the small lab into ``tmp_path/out``, without a sandbox."""
    monkeypatch.setattr(course.labs, "REPOSITORY", write_repository(tmp_path / "repository"))
    monkeypatch.setattr(Assignment, "worker", lambda assignment, number=0: RecitingWorker(assignment.checks))

    def graded(submissions: Path, **options: object) -> list[Graded]:
        return grade_class(LAB, submissions, tmp_path / "out", Options(sandbox="none", **options))

    return graded


def hand_in(folder: Path, name: str, reason: str = "So I think.", answers: dict[str, str] = EVERYTHING) -> Path:
    """Write a notebook into a folder; return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(small_notebook(answers, reason)))
    return folder


def rows(out: Path) -> dict[str, dict[str, str]]:
    """Return ``grades.csv`` by student."""
    with (out / "grades.csv").open() as file:
        return {row["student"]: row for row in csv.DictReader(file)}


# Rows


def test_one_student_alone_and_a_late_notebook_keep_the_others_rows(grade: Grade, tmp_path: Path):
    submissions = write_class(tmp_path / "class", 3)
    everybody = ["student000", "student001", "student002"]
    grade(submissions)
    before = rows(tmp_path / "out")
    assert [record.student for record in grade(submissions, students=("student001",), force=True)] == everybody
    after = rows(tmp_path / "out")
    assert list(after) == everybody
    assert [after[student] for student in everybody[::2]] == [before[student] for student in everybody[::2]]
    grade(hand_in(tmp_path / "late", "zoe"))
    assert list(rows(tmp_path / "out")) == [*everybody, "zoe"]
    assert "student002" in (tmp_path / "out" / "index.html").read_text()


def test_another_labs_record_and_a_copied_folder_are_no_rows(grade: Grade, tmp_path: Path):
    out = tmp_path / "out"
    (ann,) = grade(hand_in(tmp_path / "class", "ann"))
    write_results(replace(ann, student="eve", lab="lab91_other"), out / "eve")
    write_results(ann, out / "ann before")
    grade(tmp_path / "class")
    assert list(rows(out)) == ["ann"]
    assert [record.student for record in records_in(out)] == ["ann", "eve"]


def test_students_of_one_name_keep_their_folders_whoever_hands_in(grade: Grade, tmp_path: Path):
    out = tmp_path / "out"
    first = hand_in(tmp_path / "first", "janedoe_11_501_lab90")
    late = hand_in(tmp_path / "late", "janedoe_12_502_lab90", reason="Another Jane.")
    both = hand_in(hand_in(tmp_path / "both", "janedoe_11_501_lab90"), "janedoe_12_502_lab90", reason="Another Jane.")
    assert [record.student for record in grade(first)] == ["janedoe"]
    for submissions in (late, both, late, first):
        written = {record.student: record.written["reason"] for record in grade(submissions)}
        assert written == {"janedoe": "So I think.", "janedoe-12": "Another Jane."}
    assert list(rows(out)) == ["janedoe", "janedoe-12"]


def test_a_name_is_never_taken_twice():
    def found(student: str, number: str) -> Submission:
        return Submission(student, "Jane", Path("x"), number)

    earlier = [Graded("Jane", LAB, "graded", lms_id="11"), Graded("Jane-12", LAB, "graded", lms_id="")]
    submissions = [found("Jane", "12"), found("Jane-12", ""), found("Jane-11", "11"), found("Jane-11-2", "11")]
    names = [each.student for each in in_their_folders(submissions, earlier)]
    assert len(set(names)) == len(names)


def test_max_score_is_the_labs_for_every_row(grade: Grade, tmp_path: Path):
    submissions = hand_in(tmp_path / "class", "ann")
    (submissions / "bob.ipynb").write_text("no notebook")
    hand_in(submissions, "cid", reason="", answers={})
    records = grade(submissions)
    assert {record.student: record.status for record in records} == {"ann": "pending", "bob": "error", "cid": "graded"}
    assert {row["max_score"] for row in rows(tmp_path / "out").values()} == {str(POINTS)}
    assert "Nothing was written here" not in (tmp_path / "out" / "bob" / "feedback.html").read_text()


# Hand grading


def test_points_and_comments_survive_a_regrade_while_the_answer_stays(grade: Grade, tmp_path: Path):
    out = tmp_path / "out"
    submissions = hand_in(tmp_path / "class", "ann")
    (ann,) = grade(submissions)
    comments = {"reason": "Well said.", "double": "Elegant."}
    given = replace(ann, written_points={"reason": (1.5, 2.0)}, comments=comments, status="graded")
    write_results(given, out / "ann")

    (again,) = grade(submissions, force=True)
    assert (again.status, again.score, again.comments) == ("graded", POINTS - 0.5, comments)
    changed = EVERYTHING | {"double": "def double(x):\n    return x + x"}
    (again,) = grade(hand_in(tmp_path / "class", "ann", answers=changed))
    assert again.written_points == {"reason": (1.5, 2.0)}
    assert again.comments == {"reason": "Well said."}
    (again,) = grade(hand_in(tmp_path / "class", "ann", reason="I changed my mind."))
    assert (again.status, again.written_points, again.comments) == ("pending", {"reason": (None, 2.0)}, {})
    (again,) = grade(hand_in(tmp_path / "class", "ann", reason=""))
    assert (again.status, again.written_points) == ("graded", {"reason": (0.0, 2.0)})


def test_a_grader_that_failed_loses_nothing_that_humans_gave():
    given = Graded(
        "ann", LAB, "graded", written={"reason": "So."}, written_points={"reason": (1.5, 2.0)}, fingerprint="a"
    )
    failed = Graded("ann", LAB, "error", written_points={"reason": (0.0, 2.0)})
    kept = with_hand_grading(failed, given)
    assert (kept.status, kept.fingerprint) == ("error", "")
    now = replace(given, status="pending", written_points={"reason": (None, 2.0)}, fingerprint="b")
    assert with_hand_grading(now, kept).written_points == {"reason": (1.5, 2.0)}


def test_results_of_before_there_were_comments_are_read(grade: Grade, tmp_path: Path):
    (ann,) = grade(hand_in(tmp_path / "class", "ann"))
    path = tmp_path / "out" / "ann" / "results.json"
    content = json.loads(path.read_text())
    del content["extra_data"]["graded"]["comments"]
    path.write_text(json.dumps(content))
    assert read_results(path.parent) == ann


# A full disk


def test_a_full_disk_is_one_clear_line_and_the_rest_is_kept(
    grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    submissions, out = write_class(tmp_path / "class", 3), tmp_path / "out"
    write = course.grading.report.results.os.replace

    def replace_or_fail(source: Path, target: Path) -> None:
        if "student001" in str(target):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(course.grading.report.results.os, "replace", replace_or_fail)
        with pytest.raises(GradingError, match="cannot be written: No space left on device; what was graded before"):
            grade(submissions)
    assert [record.student for record in records_in(out)] == ["student000"]
    assert list(out.rglob("*.part")) == []
    kept = (out / "student000" / "results.json").stat().st_mtime_ns
    assert len(grade(submissions)) == 3
    assert (out / "student000" / "results.json").stat().st_mtime_ns == kept


# On the command line


def run(tmp_path: Path, *options: str):
    arguments = ["grade", LAB, str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--sandbox", "none", *options]
    return CliRunner().invoke(app, arguments)


def test_redirected_it_writes_one_line_per_student(grade: Grade, tmp_path: Path):
    write_class(tmp_path / "class", 3)
    (tmp_path / "class" / "[red].ipynb").write_text("[/red]")
    names = ["student000", "student001", "student002"]
    first, again = run(tmp_path), run(tmp_path)
    assert (first.exit_code, again.exit_code) == (1, 1)
    for result in (first, again):
        *students, last = result.stdout.splitlines()
        assert sorted(line.partition(":")[0] for line in students) == ["[red]", *names]
        assert last.startswith("grades: ")
        assert result.stderr.startswith("--sandbox none: the students' code runs with your rights")
        assert len(result.stderr.splitlines()) == 1


def test_json_is_all_that_stands_on_standard_output(grade: Grade, tmp_path: Path):
    write_class(tmp_path / "class", 2)
    result = run(tmp_path, "--json")
    content = json.loads(result.stdout)
    assert content["lab"] == LAB
    assert [row["student"] for row in content["students"]] == ["student000", "student001"]
    assert {(row["status"], row["max_score"]) for row in content["students"]} == {("pending", POINTS)}


def test_names_and_messages_with_brackets_are_shown_as_they_are():
    console = Console(file=io.StringIO(), width=200)
    console.print(class_table([Graded("[/x]", LAB, "error", message="[red] before [/y]\\\x1b[31m")]))
    shown = console.file.getvalue()
    assert "[/x]" in shown
    assert "[red] before [/y]\\�[31m" in shown
