"""``nbgrader autograde`` on the same notebooks, set up as well as it can be.

nbgrader starts a kernel for every notebook and runs it from top to bottom. Its fastest fair setting here: training and
drawing cells carry the tag ``skip-execution``, which it honours, so that it runs what ``course grade`` runs (imports,
answers, checks) and no more; ``COURSE_SCALE`` is ``smoke``; stderr of check cells is forgiven; a cell may take 30
seconds; feedback pages and the exchange are left out. It has no jobs: two at a time are two processes, each with a
course folder and gradebook of its own and half of the class.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course.exports.gradebook import gradebook_url, write_gradebook
from course.labs import REPOSITORY, Lab

SKIPPED = {"train", "show"}
CELL_SECONDS = 30  # nbgrader's own default; this repository's setting is more patient


@dataclass(frozen=True)
class Autograded:
    """What nbgrader made of a class.

    Attributes:
        points: Student → points.
        finished: When each student's notebook was done, in seconds since the start, in order.
        seconds: Wall time of everything.
    """

    points: dict[str, float]
    finished: list[float]
    seconds: float


def autograde(lab: Lab, notebooks: Sequence[tuple[str, NotebookNode]], folder: Path, jobs: int = 1) -> Autograded:
    """Grade a class with ``nbgrader autograde``.

    Args:
        lab: The lab.
        notebooks: Student and notebook, as handed in.
        folder: Where to work; one nbgrader course a job is made in it.
        jobs: Processes, each with its share of the class.
    """
    courses = [_course(lab, notebooks[job::jobs], folder / f"course{job}") for job in range(jobs)]
    began, start = time.time(), time.perf_counter()
    running = [_start(lab, course) for course in courses]
    codes = [process.wait() for process in running]
    seconds = time.perf_counter() - start
    finished = sorted(path.stat().st_mtime - began for course in courses for path in _done(lab, course))
    points = {student: score for course in courses for student, score in _points(lab, course)}
    if any(codes) and len(finished) < len(notebooks):
        print(f"nbgrader left out {len(notebooks) - len(finished)} of {len(notebooks)}: see {folder}", file=sys.stderr)
    return Autograded(points, finished, seconds)


def without_training(notebook: NotebookNode) -> NotebookNode:
    """Tag the cells that train or draw, so that nbgrader passes them over; return the notebook."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if SKIPPED & set(tags):
            cell.metadata["tags"] = [*tags, "skip-execution"]
    return notebook


def _course(lab: Lab, notebooks: Sequence[tuple[str, NotebookNode]], folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", folder)
    write_gradebook(lab, [], folder)
    for student, notebook in notebooks:
        path = folder / "submitted" / student / lab.name / f"{lab.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return folder


def _start(lab: Lab, course: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "nbgrader", "autograde", lab.name, "--create", f"--Execute.timeout={CELL_SECONDS}"]
    environment = os.environ | {"COURSE_SCALE": "smoke", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with (course / "log.txt").open("w") as log:
        return subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)


def _done(lab: Lab, course: Path) -> Iterator[Path]:
    return course.glob(f"autograded/*/{lab.name}/{lab.name}.ipynb")


def _points(lab: Lab, course: Path) -> Iterator[tuple[str, float]]:
    with Gradebook(gradebook_url(course)) as gradebook:
        for submission in gradebook.assignment_submissions(lab.name):
            yield submission.student.id, submission.score
