"""Grades as the tables that Canvas and Moodle import.

Canvas and Moodle's grading worksheet only take a table that names students as they do, so their own export is the
start: one of its columns is filled, and what is not known keeps its value. Moodle's general import can also match
students by username; without its worksheet, such a table is written.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from course.exports.errors import ExportError
from course.grading.records import Graded

Lms = Literal["canvas", "moodle"]
_FORMULA_STARTS = ("=", "+", "-", "@")  # no username begins so, and a spreadsheet would run what follows


@dataclass
class Table:
    """A table to import.

    Attributes:
        text: The CSV file's content.
        filled: Students whose score is in it.
        unmatched: Students who were graded and are not in the LMS' table.
        unfinished: Students left out because a human has something to do first.
    """

    text: str = ""
    filled: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def lms_table(
    graded: Sequence[Graded], lms: Lms, exported: Path | None, column: str = "", unfinished: bool = False
) -> Table:
    """Return a class as a table for an LMS.

    Args:
        graded: The results, one per student.
        lms: The LMS that the table is for.
        exported: What the LMS exported: Canvas' gradebook, Moodle's grading worksheet.
        column: Canvas' assignment: its column's name, or how that begins; the lab's name if empty.
        unfinished: Include the scores of students whose status is pending or error, as they are now.

    Raises:
        ExportError: The table is needed and missing, or is not what the LMS exports.
    """
    table = Table(unfinished=[each.student for each in graded if each.status != "graded" and not unfinished])
    wanted = [each for each in graded if each.student not in table.unfinished]
    if not wanted:
        raise ExportError("nobody's grade is final: read the written answers first, or pass --unfinished")
    if lms == "canvas":
        if exported is None:
            raise ExportError(
                "Canvas takes only a table that names its students: export its gradebook "
                "(Grades > Export > Export Entire Gradebook) and pass the file with --gradebook"
            )
        _fill_canvas(table, wanted, _read(exported), column)
    elif exported is None:
        table.unmatched = [each.student for each in wanted if each.student.startswith(_FORMULA_STARTS)]
        table.filled = [each.student for each in wanted if each.student not in table.unmatched]
        rows = [[each.student, _score(each)] for each in wanted if each.student in table.filled]
        _write(table, [["username", wanted[0].lab], *rows])
    else:
        _fill_moodle(table, wanted, _read(exported))
    return table


def _read(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExportError(f"{path} is not UTF-8: export it again, and do not save it in a spreadsheet") from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    if not rows:
        raise ExportError(f"{path} is empty: export it again")
    width = len(rows[0])
    return [row + [""] * (width - len(row)) for row in rows]


def _fill_canvas(table: Table, graded: Sequence[Graded], rows: list[list[str]], column: str) -> None:
    header = [name.strip() for name in rows[0]]
    if "ID" not in header or "Section" not in header or header[0] not in ("Student", "LastName"):
        raise ExportError("this is not a gradebook that Canvas exported: its columns begin with Student, ID, … Section")
    column = column or graded[0].lab
    place = _assignment(header, column)
    number, logins = header.index("ID"), _columns(header, "SIS Login ID", "SIS User ID")
    students = [row for row in rows[1:] if row[number].strip() and "Points Possible" not in row[0]]
    scores = _matched(
        table,
        graded,
        {id(row): [row[number]] for row in students},
        {id(row): [*_canvas_names(row, header), *(row[login] for login in logins)] for row in students},
    )
    kept = range(header.index("Section") + 1)  # Canvas reads the student from these; other columns stay as they are
    out = [[*(header[each] for each in kept), column if place is None else header[place]]]
    for row in rows[1:]:
        old = "" if place is None else row[place]
        if place is None and "Points Possible" in row[0]:
            old = f"{graded[0].max_score:g}"
        out.append([*(row[each] for each in kept), scores.get(id(row), old)])
    _write(table, out)


def _canvas_names(row: list[str], header: list[str]) -> list[str]:
    """Return a student's name in both orders: Canvas writes ``Doe, Jane`` here and ``doejane`` in file names."""
    parts = row[:2] if header[0] == "LastName" else row[0].split(", ")
    return [" ".join(parts), " ".join(reversed(parts))]


def _assignment(header: list[str], column: str) -> int | None:
    """Return the assignment's column: it is named ``title (number)``; None if Canvas does not have it yet."""
    titles = [re.sub(r" \(\d+\)$", "", name) for name in header]
    exact = [place for place, title in enumerate(titles) if column in (title, header[place])]
    found = exact or [place for place, title in enumerate(titles) if title.casefold().startswith(column.casefold())]
    if len(found) > 1:
        listed = ", ".join(header[place] for place in found)
        raise ExportError(f"more than one column begins with {column!r} ({listed}): name it whole with --column")
    return found[0] if found else None


def _columns(header: list[str], *names: str) -> list[int]:
    return [header.index(name) for name in names if name in header]


def _fill_moodle(table: Table, graded: Sequence[Graded], rows: list[list[str]]) -> None:
    header = rows[0]
    if "Identifier" not in header or "Grade" not in header or "Last modified (grade)" not in header:
        raise ExportError(
            "this is not a grading worksheet that Moodle exported: it has the columns Identifier, Grade and "
            "Last modified (grade). In the assignment, View all submissions > Download grading worksheet"
        )
    grade, identifier = header.index("Grade"), header.index("Identifier")
    names = _columns(header, "Email address", "ID number", "Username", "Full name")
    scores = _matched(
        table,
        graded,
        # "Participant 123": the number is that of the student's folder in the zip that Moodle hands out
        {id(row): [re.sub(r"^\D+", "", row[identifier])] for row in rows[1:]},
        {id(row): [row[name] for name in names] for row in rows[1:]},
    )
    _write(table, [header, *(_replaced(row, grade, scores.get(id(row), row[grade])) for row in rows[1:])])


def _replaced(row: list[str], place: int, value: str) -> list[str]:
    return [*row[:place], value, *row[place + 1 :]]


def _matched(
    table: Table, graded: Sequence[Graded], numbers: dict[int, list[str]], names: dict[int, list[str]]
) -> dict[int, str]:
    """Return scores by the row they belong to.

    A student whom the LMS numbered is found by that number, another by a name or login that only one row has. Where two
    students would get the same row, neither does.

    Args:
        table: Gets who was found and who was not.
        graded: The students.
        numbers: Row → the LMS' numbers for the student.
        names: Row → names and logins of the student.
    """
    by_number, by_name = _unique(numbers), _unique(names)
    places = {}
    for each in graded:
        tries = [by_number.get(_key(each.lms_id))] if each.lms_id else map(by_name.get, map(_key, _names(each)))
        places[each.student] = next((row for row in tries if row is not None), None)
    taken = Counter(places.values())
    scores = {}
    for each in graded:
        row = places[each.student]
        if row is None or taken[row] > 1:
            table.unmatched.append(each.student)
        else:
            scores[row] = _score(each)
            table.filled.append(each.student)
    return scores


def _names(graded: Graded) -> list[str]:
    return [name for name in (graded.name, graded.student) if name]


def _unique(rows: dict[int, list[str]]) -> dict[str, int]:
    """Return the row of each key that no other row has."""
    found: dict[str, set[int]] = {}
    for row, keys in rows.items():
        for key in filter(None, map(_key, keys)):
            found.setdefault(key, set()).add(row)
    return {key: next(iter(places)) for key, places in found.items() if len(places) == 1}


def _key(text: str) -> str:
    """Return a name as it is compared: case, spaces and commas, which Canvas leaves out of file names, do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum() or char in "@.-_")


def _score(graded: Graded) -> str:
    return f"{round(graded.score, 6):g}"


def _write(table: Table, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    table.text = text.getvalue()
