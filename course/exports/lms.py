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
    graded: Sequence[Graded],
    lms: Lms,
    exported: Path | None,
    column: str = "",
    unfinished: bool = False,
    scale: bool = False,
) -> Table:
    """Return a class as a table for an LMS.

    Args:
        graded: The results, one per student.
        lms: The LMS that the table is for.
        exported: What the LMS exported: Canvas' gradebook, Moodle's grading worksheet.
        column: Canvas' assignment: its column's name, or how that begins; the lab's name if empty.
        unfinished: Include the scores of students whose status is pending or error, as they are now.
        scale: Where the LMS gives other points for the assignment than the lab has, scale the scores to those.

    Raises:
        ExportError: The table is needed and missing, is not what the LMS exports, or gives other points than the lab
            and ``scale`` is not set.
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
        _fill_canvas(table, wanted, _read(exported), column, scale)
    elif exported is None:
        table.unmatched = [each.student for each in wanted if each.student.startswith(_FORMULA_STARTS)]
        table.filled = [each.student for each in wanted if each.student not in table.unmatched]
        rows = [[each.student, _text(each.score)] for each in wanted if each.student in table.filled]
        _write(table, [["username", wanted[0].lab], *rows])
    else:
        _fill_moodle(table, wanted, _read(exported), scale)
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


def _fill_canvas(table: Table, graded: Sequence[Graded], rows: list[list[str]], column: str, scale: bool) -> None:
    header = [name.strip() for name in rows[0]]
    if "ID" not in header or "Section" not in header or header[0] not in ("Student", "LastName"):
        raise ExportError("this is not a gradebook that Canvas exported: its columns begin with Student, ID, … Section")
    column = column or graded[0].lab
    place = _assignment(header, column)
    number, logins = header.index("ID"), _columns(header, "SIS Login ID", "SIS User ID")
    students = [row for row in rows[1:] if row[number].strip() and "Points Possible" not in row[0]]
    possible = [row[place] for row in rows[1:] if place is not None and "Points Possible" in row[0]]
    factor = _factor(graded, possible, f"{column!r} in Canvas has", scale)
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
            old = _text(_max_score(graded))
        score = scores.get(id(row))
        out.append([*(row[each] for each in kept), old if score is None else _text(score * factor)])
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


def _fill_moodle(table: Table, graded: Sequence[Graded], rows: list[list[str]], scale: bool) -> None:
    header, students = rows[0], rows[1:]
    shape = _moodle_columns(students)
    if shape is None:
        raise ExportError(
            "this is not a grading worksheet that Moodle exported: there the first column numbers the participants, "
            "and the grade stands before the maximum grade. In the assignment, View all submissions > Download grading "
            "worksheet"
        )
    grade, maximum = shape
    factor = _factor(graded, [row[maximum] for row in students], "the assignment in Moodle has", scale)
    scores = _matched(
        table,
        graded,
        # "Participant 123": the number is that of the student's folder in the zip that Moodle hands out
        {id(row): [re.sub(r"^\D+", "", row[0])] for row in students},
        {id(row): row[1:grade] for row in students},
    )
    comma = any("," in row[maximum] for row in students)
    filled = []
    for row in students:
        score = scores.get(id(row))
        text = row[grade] if score is None else _text(score * factor)
        filled.append(_replaced(row, grade, text.replace(".", ",") if comma and score is not None else text))
    _write(table, [header, *filled])


def _moodle_columns(students: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Find the columns of the grade and of the maximum grade by what is in them; Moodle translates their names.

    The first column holds a word and the participant's number. The maximum grade is the same positive number in every
    row, and before it stands the grade: a number, or nothing yet.

    Args:
        students: The rows below the header.

    Returns:
        The two columns' places; None where the table has no such columns, or several.
    """
    if not students or not all(re.fullmatch(r"\D+\d+", row[0].strip()) for row in students):
        return None
    found = []
    for place in range(2, len(students[0])):
        maxima = {_number(row[place]) for row in students}
        grades = [row[place - 1].strip() for row in students]
        maximum = maxima.pop() if len(maxima) == 1 else None
        if maximum and all(text in ("", "-") or _number(text) is not None for text in grades):
            found.append((place - 1, place))
    return found[0] if len(found) == 1 else None


def _factor(graded: Sequence[Graded], points: Sequence[str], where: str, scale: bool) -> float:
    """Return what to multiply scores by.

    Args:
        graded: The students.
        points: What the LMS' table says of the points that can be earned; what is no number says nothing.
        where: How a message begins that names those points.
        scale: Whether they may differ from the lab's.

    Raises:
        ExportError: They differ and may not, or are 0.
    """
    own = _max_score(graded)
    possible = {number for text in points if (number := _number(text)) is not None}
    if not possible or possible == {own}:
        return 1.0
    if len(possible) > 1 or not scale or 0 in possible:
        said = " or ".join(_text(number) for number in sorted(possible))
        remedy = "change that" if len(possible) > 1 or 0 in possible else "change that, or pass --scale"
        raise ExportError(f"{where} {said} points, and the lab has {_text(own)}: {remedy}")
    return possible.pop() / own


def _max_score(graded: Sequence[Graded]) -> float:
    return round(max(each.max_score for each in graded), 6)


def _number(text: str) -> float | None:
    """Return a number written with a decimal point or a decimal comma; None for other text."""
    found = re.fullmatch(r"(\d+)(?:[.,](\d+))?", text.strip())
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _replaced(row: list[str], place: int, value: str) -> list[str]:
    return [*row[:place], value, *row[place + 1 :]]


def _matched(
    table: Table, graded: Sequence[Graded], numbers: dict[int, list[str]], names: dict[int, list[str]]
) -> dict[int, float]:
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
            scores[row] = each.score
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


def _text(number: float) -> str:
    return f"{round(number, 6):g}"


def _write(table: Table, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    table.text = text.getvalue()
