"""A graded class to export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import course.labs
from course.checks.registry import LabChecks, load_checks
from course.checks.runner import result_of
from course.grading.records import Graded
from course.grading.report.results import write_class, write_results
from course.labs import Lab, find_lab
from tests.grading.small_class import LAB, write_repository
from tests.grading.small_lab import RIGHT


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The small lab, alone in a repository."""
    monkeypatch.setattr(course.labs, "REPOSITORY", write_repository(tmp_path / "repository"))
    return find_lab(LAB)


@pytest.fixture
def checks(lab: Lab) -> LabChecks:
    """The small lab's checks."""
    return load_checks(lab)


@pytest.fixture
def graded(checks: LabChecks) -> list[Graded]:
    """Ann has everything right, Bob half, and Cid handed in something that cannot be read."""
    return [
        record(checks, "ann", {check.exercise for check in checks.checks}, name="Doe, Ann", lms_id="11"),
        record(checks, "bob", {"double", "square"}, name="Ray, Bob", lms_id="12"),
        record(checks, "cid", set(), status="error", message="it is not JSON", name="Fox, Cid", lms_id="13"),
    ]


@pytest.fixture
def out(graded: list[Graded], tmp_path: Path) -> Path:
    """The folder that ``course grade`` wrote."""
    folder = tmp_path / "out"
    for each in graded:
        write_results(each, folder / each.student)
    write_class(graded, folder)
    return folder


def record(checks: LabChecks, student: str, right: set[str], status: str = "pending", **fields) -> Graded:
    """Return a record in which the exercises in ``right`` have every point."""
    results = tuple(result_of(c, "passed" if c.exercise in right else "failed", {"hint": ""}) for c in checks.checks)
    if status != "error":
        fields |= {
            "answers": {name: RIGHT[name] for name in right},
            "written": {"reason": f"So thinks {student}."},
            "written_points": {"reason": (None, 2.0)},
        }
    return Graded(student, LAB, status, results, fingerprint=student, **fields)


def grades(out: Path, student: str) -> dict:
    """Return a student's ``results.json``."""
    return json.loads((out / student / "results.json").read_text())
