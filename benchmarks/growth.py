"""What the 10th, the 100th and the 1,000th submission cost, in time and in memory: neither must grow."""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.table import Table

from benchmarks.classes import LAB, lab01_class, tiny_class, tiny_lab, write_flat
from course.checks.registry import load_checks
from course.grading.assignment import Assignment, Options, grade_one, prepare
from course.grading.intake.submissions import find_submissions
from course.grading.report.results import write_results
from course.grading.sandbox.bubblewrap import choose
from course.grading.sandbox.limits import Limits
from course.labs import Lab

MARKS = (1, 10, 30, 100, 300, 1000)
AROUND = 10  # submissions on which a time is measured
KIB = 1024


@dataclass(frozen=True)
class Mark:
    """What submissions around the ``number``-th cost.

    Attributes:
        lab: The lab's name.
        number: Submissions graded so far.
        seconds: Median of the last ten (of fewer, at the beginning).
        processor: Seconds of processor time, mean of the last ten: what other work on the machine does not change.
        servers: MiB that the two fork servers hold that no other process shares: what a leak would add to.
        grader: MiB of the grading process itself.
    """

    lab: str
    number: int
    seconds: float
    processor: float
    servers: float
    grader: float


def measure(lab01: int, tiny: int) -> Iterator[Mark]:
    """Grade so many submissions of lab 1 and of the tiny lab, one worker each; yield what was measured on the way."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        yield from _grow(prepare(LAB, Options()), lab01_class(lab01), folder / "lab01")
        yield from _grow(_bench(tiny_lab(folder)), tiny_class(tiny), folder / "tiny")


def _bench(lab: Lab) -> Assignment:
    release = nbformat.read(lab.release, as_version=4)
    return Assignment(lab, load_checks(lab), release, 0, Limits(), choose("auto"), "benchmark")


def _grow(assignment: Assignment, notebooks: Iterator[tuple[str, NotebookNode]], folder: Path) -> Iterator[Mark]:
    submissions = find_submissions(write_flat(notebooks, folder / "in"), assignment.lab)
    times: list[float] = []
    with assignment.worker() as worker:
        worker.wait_until_warm()
        used = [_processor_time()]
        for number, submission in enumerate(submissions, start=1):
            start = time.perf_counter()
            record = grade_one(submission, assignment, worker)
            write_results(record, folder / "out" / record.student)
            times.append(time.perf_counter() - start)
            used.append(_processor_time())
            if number in MARKS or number == len(submissions):
                servers = sum(_private(process) for process in _descendants(os.getpid()))
                recent = statistics.median(times[-AROUND:])
                last = used[-AROUND - 1 :]
                processor = (last[-1] - last[0]) / (len(last) - 1)
                yield Mark(assignment.lab.name, number, recent, processor, servers / KIB, _private(os.getpid()) / KIB)


def _private(process: int) -> int:
    """Return the KiB of memory that belong to a process alone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


def _processor_time() -> float:
    """Return the processor seconds of this process and of all below it, those that ended included."""
    ticks = 0
    for process in (os.getpid(), *_descendants(os.getpid())):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # own and waited-for children's, in user and in system mode
    return ticks / os.sysconf("SC_CLK_TCK")


def _descendants(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(number) for each in lists for number in each.read_text().split()]
    return children + [inner for child in children for inner in _descendants(child)]


def table(marks: list[Mark]) -> Table:
    """Return the marks as a table."""
    shown = Table(title="What the next submission costs, one worker", title_justify="left")
    for heading in ("lab", "submission", "seconds", "processor s", "fork servers MiB", "grader MiB"):
        shown.add_column(heading, justify="left" if heading == "lab" else "right")
    for mark in marks:
        cost = (f"{mark.seconds:.3f}", f"{mark.processor:.3f}", f"{mark.servers:.0f}", f"{mark.grader:.0f}")
        shown.add_row(mark.lab, f"{mark.number:,}", *cost)
    return shown
