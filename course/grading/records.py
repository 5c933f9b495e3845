"""What the stages of grading hand to each other: a program to run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from course.checks.runner import CheckResult

CellRole = Literal["setup", "answer", "added"]
GradeStatus = Literal["graded", "pending", "error"]


@dataclass(frozen=True)
class ProgramCell:
    """One code cell to run in the sandbox.

    Attributes:
        id: Cell id, for messages.
        role: ``setup`` (the release notebook's own), ``answer`` (the student's answer), ``added`` (a cell the student
            added).
        source: Python source, magics and all.
        label: For an answer its exercise or grade_id; for another cell a short description such as ``"cell 7"``.
    """

    id: str
    role: CellRole
    source: str
    label: str = ""


@dataclass(frozen=True)
class Program:
    """A submission, read: the release notebook with the student's answers in it.

    Attributes:
        cells: The code cells to run, in order. Training, demonstration and check cells are not among them.
        written: grade_id → text of each written answer (graded by a human).
        written_points: grade_id → points of each written question.
        notes: What a reader should know: cells matched by position, duplicates ignored, magics …
        answers: Exercise (grade_id) → source of the cell that answers it; an exercise left as its stub is not there.
    """

    cells: tuple[ProgramCell, ...]
    written: dict[str, str] = field(default_factory=dict)
    written_points: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Graded:
    """A student's result for one lab.

    Attributes:
        student: The student's name, as the output folder has it.
        lab: The lab's name.
        status: ``graded``; ``pending`` (a manual part is left); ``error`` (nothing could be run; message says why).
        results: One result per check, in the order of the lab's checks.
        message: One line for the instructor; empty when there is nothing to say.
        notes: Longer remarks for the student and instructor (how cells were matched, cells that raised …).
        flags: What a human should look at (constructions that could hide a forbidden call, …).
        answers: Exercise → source of its answer cell, for the reports.
        written: grade_id → text of each written answer.
        written_points: grade_id → (points given or None while pending, points possible).
        comments: Exercise or grade_id → what a human wrote to the student about this answer.
        seconds: Wall time of grading.
        fingerprint: Hash of everything the grade depends on; while it stays the same, the grade is kept. Empty where
            the grader failed and not the submission.
        name: The student's name as it was found.
        lms_id: The LMS' number for the student; empty where there is none.
    """

    student: str
    lab: str
    status: GradeStatus
    results: tuple[CheckResult, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    written_points: dict[str, tuple[float | None, float]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    fingerprint: str = ""
    name: str = ""
    lms_id: str = ""

    @property
    def score(self) -> float:
        """Points earned so far: checks, and written answers that have been graded."""
        return sum(result.points for result in self.results) + sum(
            given or 0.0 for given, _ in self.written_points.values()
        )

    @property
    def max_score(self) -> float:
        """Points that could be earned, manual parts included."""
        return sum(result.max_points for result in self.results) + sum(
            possible for _, possible in self.written_points.values()
        )


def with_points(graded: Graded, points: Mapping[str, float | None]) -> Graded:
    """Return a record with points for its written answers; it is ``graded`` once none is left to read.

    Args:
        graded: The record. One that is an error stays one.
        points: grade_id → points, or None for an answer that waits; one that is not named waits. An answer left empty
            waits for nobody: it gets no points.
    """
    if graded.status == "error":
        return graded
    written = {
        name: (points.get(name) if graded.written.get(name) else 0.0, possible)
        for name, (_, possible) in graded.written_points.items()
    }
    waiting = any(given is None for given, _ in written.values())
    return replace(graded, written_points=written, status="pending" if waiting else "graded")
