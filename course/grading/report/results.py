"""Write the results: ``results.json`` and ``feedback.html`` per student, a table and a page for the class.

Files are replaced whole: a reader sees the old one or the new one, also when grading is interrupted.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from course.checks.runner import CheckResult
from course.grading.records import Graded
from course.grading.report.pages import class_page, exercises_of, feedback_page

RESULTS = "results.json"
FEEDBACK = "feedback.html"
GRADES = "grades.csv"
CLASS_PAGE = "index.html"
COLUMNS = ("student", "lab", "score", "max_score", "status", "seconds", "message")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a spreadsheet may run what follows
_FORMULA_AFTER_SEMICOLON = re.compile(r""";(?=[\s"]*[-=+@＝＋－＠])""")  # there a cell begins, in half of Europe


def write_results(graded: Graded, folder: Path) -> None:
    """Write a student's ``results.json`` and ``feedback.html``; make the folder if it is not there.

    The page is written first, so a folder with ``results.json`` is complete.

    Args:
        graded: The student's results.
        folder: The student's folder.

    Raises:
        OSError: The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FEEDBACK, feedback_page(graded))
    write_whole(folder / RESULTS, json.dumps(gradescope_results(graded), indent=1))


def read_results(folder: Path) -> Graded | None:
    """Return what :func:`write_results` wrote, or None where there is nothing that can be read."""
    try:
        content = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        return _graded(content["extra_data"]["graded"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write_class(records: Iterable[Graded], out: Path) -> None:
    """Write ``grades.csv`` and ``index.html`` of a class, in the order of the students' names.

    Args:
        records: The results, one per student.
        out: The folder that has the students' folders.

    Raises:
        OSError: The folder cannot be made or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    students = sorted(records, key=lambda graded: (graded.student.casefold(), graded.student))
    write_whole(out / GRADES, grades_table(students))
    write_whole(out / CLASS_PAGE, class_page(students))


def gradescope_results(graded: Graded) -> dict[str, Any]:
    """Return a result as Gradescope's autograder contract has it, with everything else under ``extra_data``."""
    return {
        "score": _rounded(graded.score),
        "execution_time": round(graded.seconds, 2),
        "output": "\n".join([*([graded.message] if graded.message else []), *graded.notes]),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [*_check_tests(graded.results), *_written_tests(graded)],
        "extra_data": {"max_score": _rounded(graded.max_score), "status": graded.status, "graded": asdict(graded)},
    }


def grades_table(records: Sequence[Graded]) -> str:
    """Return ``grades.csv``: one row per student; one column per exercise follows those that every lab has.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    exercises = exercises_of(records)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([*COLUMNS, *(_cell(exercise) for exercise in exercises)])
    for graded in records:
        earned = _earned(graded)
        row = [
            _cell(graded.student),
            _cell(graded.lab),
            _number(graded.score),
            _number(graded.max_score),
            graded.status,
            f"{graded.seconds:.2f}",
            _cell(graded.message),
        ]
        writer.writerow(row + [_number(earned.get(exercise)) for exercise in exercises])
    return table.getvalue()


def _check_tests(results: Iterable[CheckResult]) -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = []
    numbers: dict[str, tuple[int, int]] = {}
    for result in results:
        first, second = numbers.get(result.exercise, (len(numbers) + 1, 0))
        numbers[result.exercise] = (first, second + 1)
        tests.append(
            {
                "name": f"{result.exercise}: {result.title}",
                "number": f"{first}.{second + 1}",
                "score": _rounded(result.points),
                "max_score": _rounded(result.max_points),
                "status": "passed" if result.passed else "failed",
                "output": _test_output(result),
                "tags": [result.exercise, result.status],
                "visibility": "visible",
            }
        )
    return tests


def _test_output(result: CheckResult) -> str:
    parts = [("", result.hint), ("input: ", result.inputs), ("expected: ", result.expected), ("got: ", result.got)]
    return "\n".join(f"{label}{text}" for label, text in parts if text)


def _written_tests(graded: Graded) -> list[dict[str, Any]]:
    """Return the written answers that were graded; Gradescope has no test that waits."""
    return [
        {"name": name, "score": _rounded(given), "max_score": _rounded(possible), "tags": ["written"]}
        for name, (given, possible) in graded.written_points.items()
        if given is not None
    ]


def _earned(graded: Graded) -> dict[str, float | None]:
    earned: dict[str, float | None] = {}
    for result in graded.results:
        earned[result.exercise] = (earned.get(result.exercise) or 0.0) + result.points
    return earned | {name: given for name, (given, _) in graded.written_points.items()}


def _graded(content: dict[str, Any]) -> Graded:
    content = {each.name: content[each.name] for each in fields(Graded) if each.name in content}
    content["results"] = tuple(CheckResult(**result) for result in content["results"])
    for name in ("notes", "flags"):
        content[name] = tuple(content[name])
    content["written_points"] = {name: tuple(points) for name, points in content["written_points"].items()}
    return Graded(**content)


def _rounded(number: float) -> float:
    return round(number, 6)


def _number(number: float | None) -> str:
    return "" if number is None else f"{_rounded(number):g}"


def _cell(text: str) -> str:
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    line = _FORMULA_AFTER_SEMICOLON.sub(";'", line)
    return f"'{line}" if text.startswith(_FORMULA_STARTS) or line.startswith(_FORMULA_STARTS) else line


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, also when this process is killed."""
    temporary = path.with_name(f".{path.name}.part")  # the same name each time: an interrupted run leaves one at most
    try:
        with open(temporary, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)  # on a full disk the room is wanted
        raise
