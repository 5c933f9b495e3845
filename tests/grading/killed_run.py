"""Runs ``course grade`` on the small lab in a process that a test may kill.

``python -m tests.grading.killed_run REPOSITORY SUBMISSIONS OUT`` grades with real workers. With a stand-in for them a
submission takes milliseconds, so that a run can be killed at many moments.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import course.labs
from course.checks.runner import result_of
from course.grading import grade
from course.grading.assignment import Assignment, Options
from course.grading.records import Program
from course.grading.session.worker import Examined
from tests.grading.small_class import LAB
from tests.grading.small_lab import RIGHT

SEED = 0
SECONDS = 0.01  # that the stand-in takes for a submission


class RecitingWorker:
    """Stands in for a worker: knows the right answers by heart and passes what recites them."""

    def __init__(self, checks) -> None:
        self._checks = checks

    def __enter__(self) -> RecitingWorker:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def wait_until_warm(self) -> None:
        pass

    def examine(self, program: Program, seed: int) -> Examined:
        """Return one result a check, after a moment."""
        time.sleep(SECONDS)
        right = {name for name, source in program.answers.items() if source == RIGHT.get(name)}
        statuses = {check: "passed" if check.exercise in right else "failed" for check in self._checks.checks}
        results = [result_of(check, status, {}, seconds=time.time() % 1) for check, status in statuses.items()]
        return Examined(results, [f"seed {seed}"])


def grade_without_sandbox(repository: Path, submissions: Path, out: Path) -> None:
    """Grade the small lab with the stand-in."""
    course.labs.REPOSITORY = repository
    Assignment.worker = lambda assignment, number=0: RecitingWorker(assignment.checks)
    grade.grade_class(LAB, submissions, out, Options(jobs=2, seed=SEED, sandbox="none"))


def main(repository: str, submissions: str, out: str) -> None:
    """Grade the small lab with real workers."""
    course.labs.REPOSITORY = Path(repository)
    graded = grade.Events(graded=lambda record: print(record.student, flush=True))
    grade.grade_class(LAB, Path(submissions), Path(out), Options(seed=SEED), graded)


if __name__ == "__main__":
    main(*sys.argv[1:])
