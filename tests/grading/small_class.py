"""A class that hands in the small lab: its notebook, a repository around it, and submissions of several kinds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.grading.small_lab import CHECKS, RIGHT
from tests.grading.small_notebook import answer, code, notebook, text, written

LAB = "lab90_small"
ANSWERS = tuple(name for name in RIGHT if name != "setup")
POINTS = {"double": 2, "apply_twice": 1, "build_head": 2, "square": 1, "letter": 1, "last": 1}
WRONG = {
    "double": "def double(x):\n    return x ** 2",
    "letter": "letter = 'c'",
    "last": "def last():\n    return 1 / 0",
}


def small_notebook(answers: dict[str, str], reason: str = "") -> dict[str, Any]:
    """Return the small lab with these answers in it; an exercise without one keeps its stub."""
    cells = [text("# Small lab", "small--1"), code(RIGHT["setup"], "small--2")]
    for name in ANSWERS:
        cells += [answer(name, answers.get(name, _stub(name))), _check(name)]
    return notebook(*cells, written(reason or "YOUR ANSWER HERE"))


def submission(student: int) -> dict[str, Any]:
    """Return a student's notebook: every third right, the others with one wrong answer or one left out."""
    answers = {name: RIGHT[name] for name in ANSWERS}
    if student % 3 == 1:
        wrong = sorted(WRONG)[student % len(WRONG)]
        answers[wrong] = WRONG[wrong]
    if student % 3 == 2:
        del answers[ANSWERS[student % len(ANSWERS)]]
    return small_notebook(answers, reason=f"Student {student} thinks so.")


def write_class(folder: Path, students: int) -> Path:
    """Write a class' submissions into a folder, one notebook a student, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for student in range(students):
        (folder / f"student{student:03}.ipynb").write_text(json.dumps(submission(student)))
    return folder


def write_repository(folder: Path) -> Path:
    """Write a repository that has the small lab and nothing else, as :mod:`course.labs` looks for one."""
    release = folder / "labs" / LAB / f"{LAB}.ipynb"
    checks = folder / "tests" / "labs" / "test_lab90.py"
    for path in (release, checks, folder / "solutions" / LAB / f"{LAB}.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
    release.write_text(json.dumps(small_notebook({})))
    checks.write_text(CHECKS)
    return folder


def _check(name: str) -> dict[str, Any]:
    marks = {"grade_id": f"check-{name}", "solution": False, "grade": True, "locked": True, "points": POINTS[name]}
    return code(f'check("{name}")', f"check-{name}", [f"check:{name}"], **marks)


def _stub(name: str) -> str:
    if name == "letter":
        return "letter = ..."
    return RIGHT[name].partition("\n")[0] + "\n    raise NotImplementedError"
