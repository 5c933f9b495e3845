"""Where the time of one submission goes.

The worker's side is timed around a real worker. What happens inside the two sandboxed processes is timed in two plain
forks of this process that run the same code with clocks in it.
"""

from __future__ import annotations

import os
import socket
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from rich.table import Table

from benchmarks.classes import LAB, lab01_class, write_flat
from course.grading import assignment as assignments
from course.grading.assignment import Assignment, Options, prepare
from course.grading.intake.graft import graft
from course.grading.intake.submissions import find_submissions, read_submission
from course.grading.records import Program
from course.grading.report.results import write_results
from course.grading.session import examiner, worker
from course.grading.session.forks import ForkServer
from course.grading.session.protocol import Channel, Job, from_data, to_data
from course.grading.session.student import serve
from course.grading.session.wire import Connection, within

SHOWN = 6  # parts of each kind
SECONDS = 300.0  # that a session may take
Times = dict[str, float]
EXPLAINED = {
    "read": "read the notebook and graft the answers into the lab's",
    "fork": "order both forks",
    "session": "wait for the two forks: everything below",
    "clean up": "kill, reap, wipe",
    "report": "write results.json and feedback.html",
    "start": "fork until the first cell",
    "cells": "run the notebook's cells",
    "calls": "wait for the student's answers",
    "rebuild": "rebuild models from their configuration",
    "checks": "inputs, oracles and comparisons of the checks",
}


class Clock:
    """Adds up what functions take; time in a timed function that another one calls counts for the inner one."""

    def __init__(self) -> None:
        self.times: Times = defaultdict(float)
        self._inner = [0.0]

    def timed(self, name: str, function: Callable) -> Callable:
        """Return the function, timed under a name."""

        def run(*arguments: Any, **keywords: Any) -> Any:
            start = time.perf_counter()
            self._inner.append(0.0)
            try:
                return function(*arguments, **keywords)
            finally:
                took = time.perf_counter() - start
                self.times[name] += took - self._inner.pop()
                self._inner[-1] += took

        return run


def measure(count: int) -> tuple[Times, Times, Times]:
    """Return median seconds over some submissions of lab 1: of the worker's parts, the session's, and each exercise."""
    assignment = prepare(LAB, Options())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        submissions = find_submissions(write_flat(lab01_class(count), folder / "in"), assignment.lab)
        timed = [_outside(assignment, each, folder / "out") for each in _warm(assignment, submissions)]
        programs = [graft(assignment.release, read_submission(submission).content) for submission in submissions]
        inside = [_inside(assignment, program) for program in programs]
    outside, exercises = zip(*timed, strict=True)
    return _medians(outside), _medians(inside), _medians(exercises)


def _medians(times: Sequence[Times]) -> Times:
    names = dict.fromkeys(name for each in times for name in each)
    return {name: statistics.median(each.get(name, 0.0) for each in times) for name in names}


def _warm(assignment: Assignment, submissions: list) -> Any:
    """Yield each submission with a worker that has graded one before."""
    with assignment.worker() as warm:
        assignments.grade_one(submissions[0], assignment, warm)
        yield from ((submission, warm) for submission in submissions)


def _outside(assignment: Assignment, pair: tuple, out: Path) -> tuple[Times, Times]:
    """Return the seconds of the worker's parts, and of each exercise's checks."""
    submission, warm = pair
    clock = Clock()
    with (
        mock.patch.object(assignments, "read_submission", clock.timed("read", assignments.read_submission)),
        mock.patch.object(assignments, "graft", clock.timed("read", assignments.graft)),
        mock.patch.object(ForkServer, "fork", clock.timed("fork", ForkServer.fork)),
        mock.patch.object(ForkServer, "stop_fork", clock.timed("clean up", ForkServer.stop_fork)),
        mock.patch.object(worker.Session, "run", clock.timed("session", worker.Session.run)),
    ):
        record = clock.timed("rest", assignments.grade_one)(submission, assignment, warm)
    clock.timed("report", write_results)(record, out / record.student)
    exercises: Times = defaultdict(float)
    for result in record.results:
        exercises[result.exercise] += result.seconds
    return dict(clock.times), exercises


def _inside(assignment: Assignment, program: Program) -> Times:
    """Time one session of a student's process and an examiner, both forks of this process."""
    checks = assignment.checks
    job = worker.Examination(program, checks, assignment.limits, assignment.seed).job(checks.checks)
    between, results = socket.socketpair(), socket.socketpair()
    start = time.perf_counter()
    student = _fork(lambda: serve(Connection(between[0])), close=[between[1], *results])
    examining = _fork(
        lambda: _examine(assignment, Connection(between[1]), Connection(results[1]), start),
        close=[between[0], results[0]],
    )
    for each in (*between, results[1]):
        each.close()
    ours, times = Connection(results[0]), {}
    ours.send(to_data(job))
    while not times:
        match ours.receive(within(SECONDS)):
            case ["times", dict(found)]:
                times = found
    ours.close()
    for process in (student, examining):
        os.waitpid(process, 0)
    return times


def _examine(assignment: Assignment, student: Connection, results: Connection, start: float) -> None:
    clock, job = Clock(), from_data(results.receive(), Job)
    clock.times["start"] = time.perf_counter() - start
    with (
        mock.patch.object(examiner.Remote, "run_cells", clock.timed("cells", examiner.Remote.run_cells)),
        mock.patch.object(examiner.Remote, "_ask", clock.timed("calls", examiner.Remote._ask)),
        mock.patch.object(examiner, "from_message", clock.timed("rebuild", examiner.from_message)),
        mock.patch.object(examiner, "run_check", clock.timed("checks", examiner.run_check)),
    ):
        examiner.examine(job, assignment.checks, Channel(student), Channel(results))
    results.send(["times", dict(clock.times)])


def _fork(run: Callable[[], None], close: list[socket.socket]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        for each in close:
            each.close()
        run()
    finally:
        os._exit(0)


def table(outside: Times, inside: Times, exercises: Times) -> Table:
    """Return both sides, and the costliest exercises, as one table: largest first in each."""
    shown = Table(title="Where the time of one submission goes, lab 1", title_justify="left")
    for heading in ("part", "ms", "%", "what"):
        shown.add_column(heading, justify="right" if heading in ("ms", "%") else "left")
    explained = EXPLAINED | dict.fromkeys(exercises, "its checks, calls and all")
    for times, indent in ((outside, ""), (inside, "  "), (exercises, "    ")):
        total = sum(times.values())
        for name, seconds in sorted(times.items(), key=lambda item: -item[1])[:SHOWN]:
            row = (f"{1000 * seconds:.0f}", f"{100 * seconds / total:.0f}", explained.get(name, ""))
            shown.add_row(f"{indent}{name}", *row)
        shown.add_section()
    return shown
