"""The two pages of a graded class: a student's feedback, and the class at a glance.

Each is one file that loads nothing. Everything on it was written by strangers (names, code, outputs): templates escape
all of it, and a content security policy lets only our own script run.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from course.checks.runner import CheckResult
from course.grading.records import Graded
from course.grading.report.highlight import highlighted
from course.grading.report.similarity import similar_submissions

TEMPLATES = Path(__file__).parent / "templates"
MAX_TEXT = 4_000
MAX_BINS = 12
COMMON_FAILURES = 12
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STATUS_WORDS = {
    "passed": "passed",
    "failed": "not right yet",
    "missing": "not answered",
    "error": "raised an error",
    "timeout": "took too long",
    "forbidden": "uses what is ruled out",
}


@dataclass(frozen=True)
class Exercise:
    """One exercise on a student's page.

    Attributes:
        name: Its name.
        results: Its checks.
        code: The answer, highlighted; empty where there is none.
        comment: What a human wrote about it; empty where nobody did.
    """

    name: str
    results: tuple[CheckResult, ...]
    code: Markup
    comment: str = ""

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(result.points for result in self.results)

    @property
    def max_points(self) -> float:
        """Points to be earned."""
        return sum(result.max_points for result in self.results)

    @property
    def grade(self) -> str:
        """``full``, ``part`` or ``none`` of the points."""
        return grade_of(self.points, self.max_points)


def grade_of(points: float, possible: float) -> str:
    """Return ``full``, ``part`` or ``none``."""
    return "full" if points >= possible - 1e-9 else "part" if points > 0 else "none"


def exercises_of(records: Iterable[Graded]) -> list[str]:
    """Return the exercises of a class, checked and written, in the lab's order."""
    checked: dict[str, None] = {}
    written: dict[str, None] = {}
    for graded in records:
        checked |= dict.fromkeys(result.exercise for result in graded.results)
        written |= dict.fromkeys(graded.written_points)
    return [*checked, *(name for name in written if name not in checked)]


def feedback_page(graded: Graded) -> str:
    """Return a student's page: each answer beside its checks, with hints, what was expected and what came."""
    by_exercise = defaultdict(list)
    for result in graded.results if graded.status != "error" else ():  # else each check repeats the message
        by_exercise[result.exercise].append(result)
    exercises = [
        Exercise(name, tuple(results), _code(graded.answers.get(name, "")), graded.comments.get(name, ""))
        for name, results in by_exercise.items()
    ]
    waiting = sum(possible for given, possible in graded.written_points.values() if given is None)
    return _render(
        "feedback.html.j2",
        script="",
        graded=graded,
        exercises=exercises,
        passed=sum(result.passed for result in graded.results),
        waiting=waiting,
        written=_written(graded) if graded.status != "error" else [],
        words=STATUS_WORDS,
    )


def class_page(records: Sequence[Graded]) -> str:
    """Return the class at a glance: what needs a human, scores, exercises, students, similar submissions."""
    exercises = exercises_of(records)
    counted = [graded for graded in records if graded.status != "error"]
    scores = [graded.score for graded in counted]
    max_score = max((graded.max_score for graded in records), default=0.0)
    answers = {graded.student: graded.answers for graded in records if graded.answers}
    return _render(
        "class.html.j2",
        script=_asset("table.js"),
        lab=next((graded.lab for graded in records), ""),
        records=records,
        exercises=exercises,
        rows=[_row(graded, exercises) for graded in records],
        statuses=Counter(graded.status for graded in records),
        max_score=max_score,
        scores=scores,
        summary=_summary(scores, max_score),
        counted=len(counted),
        bins=histogram(scores, max_score),
        rates=_rates(counted, exercises),
        failures=_common_failures(counted),
        humans=_for_humans(records),
        waiting=_waiting(records),
        similar=similar_submissions(answers),
        pages={graded.student: page_of(graded) for graded in records},
        names={graded.student: _display_name(graded) for graded in records},
    )


def printable(text: str) -> str:
    """Return text without what a page cannot show or what would change the direction of reading."""
    return _UNPRINTABLE.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))


def histogram(scores: Sequence[float], max_score: float) -> list[dict[str, Any]]:
    """Count scores in bins of a round number of points, twelve at most.

    Returns:
        One dict per bin: ``low`` and ``high`` in points, ``count``, and ``share`` of the fullest bin, from 0 to 1.
    """
    width = next(step for step in _round_steps() if step * MAX_BINS >= max_score)
    counts = [0] * max(1, math.ceil(max_score / width - 1e-9))
    for score in scores:
        counts[min(len(counts) - 1, max(0, int(score / width)))] += 1
    top = max(counts) or 1
    return [
        {"low": n * width, "high": (n + 1) * width, "count": count, "share": count / top}
        for n, count in enumerate(counts)
    ]


def _round_steps() -> Iterator[float]:
    return (step * 10.0**power for power in itertools.count(-1) for step in (1, 2, 2.5, 5))


def _code(source: str) -> Markup:
    source = printable(source).strip("\n")
    return highlighted(source) if source.strip() else Markup()


def _written(graded: Graded) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "text": graded.written.get(name, ""),
            "given": given,
            "possible": possible,
            "comment": graded.comments.get(name, ""),
        }
        for name, (given, possible) in graded.written_points.items()
    ]


def _row(graded: Graded, exercises: Sequence[str]) -> dict[str, Any]:
    earned: defaultdict[str, float | None] = defaultdict(float)
    possible: defaultdict[str, float] = defaultdict(float)
    for result in graded.results:
        earned[result.exercise] = (earned[result.exercise] or 0.0) + result.points
        possible[result.exercise] += result.max_points
    for name, (given, points) in graded.written_points.items():
        earned[name], possible[name] = given, points
    cells = [_cell(earned[name], possible[name]) if name in possible else None for name in exercises]
    return {"graded": graded, "page": page_of(graded), "cells": cells}


def _cell(earned: float | None, possible: float) -> dict[str, Any]:
    """Return a cell of the table: the points, None while they wait for a human, and how many of all these are."""
    return {"points": earned, "grade": "wait" if earned is None else grade_of(earned, possible)}


def _display_name(graded: Graded) -> str:
    """Return the student's name, with the folder's where that says more: two students of one name have two folders."""
    name = printable(graded.name) or printable(graded.student)
    return name if name == graded.student or "-" not in graded.student else printable(graded.student)


def page_of(graded: Graded) -> str:
    """Return the relative address of a student's page."""
    return f"{quote(graded.student.encode('utf-8', 'replace'), safe='')}/feedback.html"


def _summary(scores: Sequence[float], max_score: float) -> dict[str, Any]:
    """Return what to say about a class's scores: mean, median, range, and how many have all or less than half."""
    if not scores:
        return {}
    return {
        "mean": statistics.fmean(scores),
        "median": statistics.median(scores),
        "highest": max(scores),
        "lowest": min(scores),
        "all": sum(score >= max_score - 1e-9 for score in scores),
        "below_half": sum(score < max_score / 2 for score in scores),
    }


def _anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)


def _rates(records: Sequence[Graded], exercises: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each exercise how many students have full, some and no points."""
    grades: dict[str, Counter[str]] = {name: Counter() for name in exercises}
    for graded in records:
        for name, cell in zip(exercises, _row(graded, exercises)["cells"]):
            grades[name]["none" if cell is None else cell["grade"]] += 1
    return [
        {"name": name, "full": counts["full"], "part": counts["part"], "wait": counts["wait"], "all": counts.total()}
        for name, counts in grades.items()
    ]


def _common_failures(records: Sequence[Graded]) -> list[dict[str, Any]]:
    """Return the checks that most students failed, with the hint that came most often."""
    failed: Counter[str] = Counter()
    hints: defaultdict[str, Counter[str]] = defaultdict(Counter)
    checks: dict[str, CheckResult] = {}
    for graded in records:
        for result in graded.results:
            if not result.passed and result.status != "missing":
                failed[result.check] += 1
                hints[result.check][result.hint] += 1
                checks[result.check] = result
    order = sorted(failed, key=lambda check: (-failed[check], check))[:COMMON_FAILURES]
    return [
        {"result": checks[check], "count": failed[check], "hint": _commonest(hints[check]), "all": len(records)}
        for check in order
    ]


def _commonest(hints: Counter[str]) -> tuple[str, int]:
    return min(hints.items(), key=lambda each: (-each[1], each[0]))


def _for_humans(records: Sequence[Graded]) -> list[dict[str, Any]]:
    """Return the students of whom an instructor should see something, and what."""
    found = []
    for graded in records:
        remarks = [("error", graded.message or "could not be graded")] if graded.status == "error" else []
        remarks += [("flag", flag) for flag in graded.flags]
        if remarks:
            found.append({"graded": graded, "page": page_of(graded), "remarks": remarks})
    return sorted(found, key=lambda each: each["graded"].status != "error")


def _waiting(records: Sequence[Graded]) -> list[dict[str, Any]]:
    """Return the written questions whose answers wait to be read, with the students."""
    waiting = defaultdict(list)
    for graded in records:
        for name, (given, _) in graded.written_points.items():
            if given is None:
                waiting[name].append({"graded": graded, "page": f"{page_of(graded)}#written-{_anchor(name)}"})
    return [{"name": name, "students": students} for name, students in waiting.items()]


def _render(template: str, *, script: str, **context: Any) -> str:
    style = _asset("style.css")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; "
        f"script-src {repr(_digest(script)) if script else repr('none')}; base-uri 'none'; form-action 'none'"
    )
    context |= {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}
    return _environment().get_template(template).render(context)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.filters |= {
        "points": lambda number: f"{round(number, 2):g}",
        "share": lambda number, whole: f"{100 * number / whole:.0f}" if whole else "0",
        "shown": lambda text: _clipped(printable(text)),
        "name": lambda text: printable(text) or "—",
        "display_name": _display_name,
        "anchor": _anchor,
    }
    return environment


def _clipped(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
