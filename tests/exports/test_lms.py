"""Tables that Canvas and Moodle import: their own export, with one column filled."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.cli import app
from course.exports.errors import ExportError
from course.exports.lms import lms_table
from course.grading.records import Graded

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,lab90_small (77),Lab 2 (78),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,24,(read only)
"Doe, Ann",11,S1,ann@x.org,A,4,20,80
"Ray, Bob",12,S2,bob@x.org,A,,,
"Fox, Cid",13,S3,cid@x.org,B,,,
"Student, Test",99,,t@x.org,A,,,
"""
MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
    '"Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    'Participant 11,"Ann Doe",ann@x.org,"Submitted",,10.00,Yes,"Monday, 1 June 2026, 9:00 AM",-,\n'
    'Participant 12,"Bob Ray",bob@x.org,"Submitted",7.00,10.00,Yes,"Monday, 1 June 2026, 9:00 AM",-,"Well, fine"\n'
    'Participant 14,"Dan Poe",dan@x.org,"No submission",,10.00,Yes,-,-,\n'
)


@pytest.fixture
def final(graded: list[Graded]) -> list[Graded]:
    """The class when Ann's written answer has been read."""
    return [replace(graded[0], status="graded", written_points={"reason": (1.5, 2.0)}), *graded[1:]]


@pytest.fixture
def canvas(tmp_path: Path) -> Path:
    """A gradebook that Canvas exported."""
    path = tmp_path / "canvas_export.csv"
    path.write_text(CANVAS, encoding="utf-8-sig")
    return path


def rows(text: str) -> list[list[str]]:
    """Return a table's rows."""
    return list(csv.reader(io.StringIO(text)))


def test_canvas_gets_final_scores_and_keeps_the_others(final: list[Graded], canvas: Path):
    table = lms_table(final, "canvas", canvas)
    found = rows(table.text)
    assert found[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "lab90_small (77)"]
    assert [row[-1] for row in found[1:]] == ["Manual Posting", "10", "9.5", "", "", ""]
    assert [row[0] for row in found[2:4]] == ["    Points Possible", "Doe, Ann"]
    assert (table.filled, table.unfinished, table.unmatched) == (["ann"], ["bob", "cid"], [])


def test_canvas_with_unfinished_scores(final: list[Graded], canvas: Path):
    found = rows(lms_table(final, "canvas", canvas, unfinished=True).text)
    assert [row[-1] for row in found[3:]] == ["9.5", "3", "0", ""]


def test_an_assignment_that_canvas_does_not_have_becomes_a_column(final: list[Graded], canvas: Path):
    found = rows(lms_table(final, "canvas", canvas, column="Lab 9").text)
    assert found[0][-1] == "Lab 9"
    assert [row[-1] for row in found[1:]] == ["", "10", "9.5", "", "", ""]
    assert rows(lms_table(final, "canvas", canvas, column="Lab 2", scale=True).text)[0][-1] == "Lab 2 (78)"
    with pytest.raises(ExportError, match="more than one column begins with 'la'"):
        lms_table(final, "canvas", canvas, column="la")


@pytest.mark.parametrize(
    ("student", "name"), [("doejane", ""), ("x", "Jane Doe"), ("x", "doe, jane"), ("jane@x.org", "")]
)
def test_without_canvas_number_a_student_is_told_by_name_or_login(
    final: list[Graded], tmp_path: Path, student: str, name: str
):
    path = tmp_path / "export.csv"
    path.write_text('Student,ID,SIS Login ID,Section\n"Doe, Jane",21,jane@x.org,A\n"Doe, John",22,john@x.org,A\n')
    one = replace(final[0], student=student, name=name, lms_id="")
    assert rows(lms_table([one], "canvas", path).text)[1:] == [
        ["Doe, Jane", "21", "jane@x.org", "A", "9.5"],
        ["Doe, John", "22", "john@x.org", "A", ""],
    ]


def test_who_cannot_be_told_for_certain_is_named_and_gets_nothing(final: list[Graded], tmp_path: Path):
    path = tmp_path / "export.csv"
    path.write_text('Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Ann",31,11,a,A\n"Doe, Ann",32,,b,A\n')
    by_number = final[0]  # Canvas' number 11 is nobody's; that it is somebody's SIS number says nothing
    by_name = replace(final[0], student="ann2", name="Doe, Ann", lms_id="")
    twins = [replace(final[0], student=student, name="a", lms_id="") for student in ("t1", "t2")]
    table = lms_table([by_number, by_name, *twins], "canvas", path)
    assert table.unmatched == ["ann", "ann2", "t1", "t2"]
    assert [row[-1] for row in rows(table.text)[1:]] == ["", ""]


def test_moodle_gets_its_worksheet_back(final: list[Graded], tmp_path: Path):
    path = tmp_path / "worksheet.csv"
    path.write_text(MOODLE, encoding="utf-8")
    table = lms_table(final, "moodle", path, unfinished=True)
    before, after = rows(MOODLE.lstrip("\ufeff")), rows(table.text)
    place = before[0].index("Grade")
    assert [row[place] for row in after] == ["Grade", "9.5", "3", ""]
    assert [row[:place] + row[place + 1 :] for row in after] == [row[:place] + row[place + 1 :] for row in before]
    assert table.unmatched == ["cid"]


def test_points_that_are_not_the_labs_are_refused_or_scaled(final: list[Graded], canvas: Path, tmp_path: Path):
    with pytest.raises(ExportError, match=r"'Lab 2' in Canvas has 24 points, and the lab has 10: .* pass --scale"):
        lms_table(final, "canvas", canvas, column="Lab 2")
    assert rows(lms_table(final, "canvas", canvas, column="Lab 2", scale=True).text)[3][-1] == "22.8"
    path = tmp_path / "worksheet.csv"
    path.write_text(MOODLE.replace("10.00", "100.00"), encoding="utf-8")
    with pytest.raises(ExportError, match="in Moodle has 100 points, and the lab has 10"):
        lms_table(final, "moodle", path)
    assert rows(lms_table(final, "moodle", path, scale=True).text)[1][4] == "95"
    canvas.write_text(CANVAS.replace(",10,24,", ",0,24,"))
    with pytest.raises(ExportError, match=r"has 0 points, and the lab has 10: change that$"):
        lms_table(final, "canvas", canvas, scale=True)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({"Participant": "Teilnehmer/in", "Identifier": "ID", ",Grade,": ",Bewertung,"}, "9.5"),
        ({"Participant ": "参加者", "Maximum Grade": "最大評点", "Last modified (grade)": "x"}, "9.5"),
        ({"Participant": "Participant·e", "10.00": '"10,00"', "7.00": '"7,00"'}, "9,5"),
    ],
)
def test_a_worksheet_is_known_by_its_shape_in_every_language(
    final: list[Graded], tmp_path: Path, words: dict[str, str], shown: str
):
    text = MOODLE
    for english, other in words.items():
        assert english in text
        text = text.replace(english, other)
    path = tmp_path / "worksheet.csv"
    path.write_text(text, encoding="utf-8")
    table = lms_table(final, "moodle", path)
    before, after = rows(text.lstrip("\ufeff")), rows(table.text)
    assert [row[4] for row in after] == [before[0][4], shown, before[2][4], ""]
    assert after[0] == before[0]


def test_moodle_without_a_worksheet_gets_usernames(final: list[Graded]):
    table = lms_table([*final, replace(final[0], student="=cmd")], "moodle", None)
    assert rows(table.text) == [["username", "lab90_small"], ["ann", "9.5"]]
    assert table.unmatched == ["=cmd"]


@pytest.mark.parametrize("lms", ["canvas", "moodle"])
@pytest.mark.parametrize("content", [b"", b"a,b,c\n1,2,3\n", "Stüdent,ID".encode("latin-1")])
def test_what_the_lms_did_not_export_is_refused(final: list[Graded], tmp_path: Path, lms: str, content: bytes):
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=r"empty|exported|UTF-8"):
        lms_table(final, lms, path)


def test_nobody_final_is_said(graded: list[Graded], canvas: Path):
    with pytest.raises(ExportError, match="nobody's grade is final"):
        lms_table(graded, "canvas", canvas)


def test_the_command_writes_beside_the_grades_and_names_who_is_missing(out: Path, canvas: Path):
    arguments = ["export", "csv", str(out), "--lms", "canvas", "--unfinished"]
    needs = CliRunner().invoke(app, arguments)
    assert (needs.exit_code, "Export Entire Gradebook" in needs.output) == (2, True)
    done = CliRunner().invoke(app, [*arguments, "--gradebook", str(canvas)])
    assert done.exit_code == 0, done.output
    assert "canvas.csv: 3 scores" in done.output
    assert (out / "canvas.csv").read_text().count("\n") == 7
