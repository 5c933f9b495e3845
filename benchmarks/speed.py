"""Submissions a minute: ``course grade`` with one and two jobs, and ``nbgrader autograde``, on the same notebooks."""

from __future__ import annotations

import copy
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.classes import LAB, lab01_class, write_flat
from benchmarks.nbgrader_side import autograde, without_training
from course.labs import find_lab

GRADE = "from course.cli import app; app()"
A_CLASS = 300


@dataclass(frozen=True)
class Run:
    """How long a class took.

    Attributes:
        name: Who graded.
        jobs: Submissions at a time.
        finished: When each submission was done, in seconds since the command was typed, in order.
        seconds: When the command ended.
    """

    name: str
    jobs: int
    finished: list[float]
    seconds: float

    @property
    def running(self) -> float:
        """Submissions a minute once the first of each job is done: start-up does not count."""
        done, first = len(self.finished), self.finished[self.jobs - 1]
        return 60 * (done - self.jobs) / (self.finished[-1] - first)

    @property
    def start_up(self) -> float:
        """Seconds from typing the command until it grades at its pace."""
        return self.finished[self.jobs - 1] - 60 * self.jobs / self.running

    @property
    def whole(self) -> float:
        """Submissions a minute of the whole command."""
        return 60 * len(self.finished) / self.seconds

    @property
    def a_class(self) -> float:
        """Minutes for a class of 300, computed from start-up and pace."""
        return (self.start_up / 60) + A_CLASS / self.running


def measure(folder: Path, ours: int, theirs: int) -> list[Run]:
    """Grade a class of lab 1 with each grader.

    Args:
        folder: Where to work.
        ours: Submissions for ``course grade``.
        theirs: How many of them nbgrader grades too.
    """
    lab, notebooks = find_lab(LAB), list(lab01_class(ours))
    submissions = write_flat(iter(notebooks), folder / "submissions")
    runs = [course_grade(submissions, folder / f"graded{jobs}", jobs) for jobs in (1, 2)]
    for jobs in (1, 2):
        shared = [(student, without_training(copy.deepcopy(notebook))) for student, notebook in notebooks[:theirs]]
        done = autograde(lab, shared, folder / f"nbgrader{jobs}", jobs)
        runs.append(Run("nbgrader autograde", jobs, done.finished, done.seconds))
    return runs


def course_grade(submissions: Path, out: Path, jobs: int) -> Run:
    """Grade a folder of lab 1 with the command, and time it from outside."""
    command = [sys.executable, "-c", GRADE, "grade", LAB, str(submissions), "--out", str(out), "--jobs", str(jobs)]
    began, start = time.time(), time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    finished = sorted(path.stat().st_mtime - began for path in out.glob("*/results.json"))
    return Run("course grade", jobs, finished, seconds)


def table(runs: list[Run]) -> Table:
    """Return the runs as a table; ratios are to nbgrader with as many jobs."""
    shown = Table(title="Submissions a minute, lab 1", title_justify="left")
    shown.add_column("grader")
    headings = ("jobs", "graded", "start-up s", "a minute", "ratio", "whole command", "ratio", "300 take, computed")
    for heading in headings:
        shown.add_column(heading, justify="right")
    theirs = {run.jobs: run for run in runs if run.name.startswith("nbgrader")}
    for run in runs:
        other = theirs[run.jobs]
        shown.add_row(
            run.name,
            str(run.jobs),
            str(len(run.finished)),
            f"{run.start_up:.1f}",
            f"{run.running:.1f}",
            f"{run.running / other.running:.1f}×",
            f"{run.whole:.1f}",
            f"{run.whole / other.whole:.1f}×",
            f"{run.a_class:.1f} min",
        )
    return shown
