"""Seconds a submission on the eight notebooks of ``make demo``, for ``course grade`` and ``nbgrader autograde``.

One of the eight never ends and one cannot be read: what graders meet in a real class. Each grader stops the endless
cell when its own settings say so.
"""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat

from benchmarks.nbgrader_side import autograde, without_training
from benchmarks.speed import Run, course_grade
from course.authoring.build import built_solution
from course.authoring.release import release_notebook
from course.demo import make_class
from course.labs import find_lab


def measure(folder: Path) -> list[Run]:
    """Grade the eight notebooks with each grader, one at a time."""
    lab = find_lab("lab01")
    solution = built_solution(lab)
    make_class(solution, release_notebook(copy.deepcopy(solution)), folder / "submitted")
    ours = course_grade(folder / "submitted", folder / "graded", 1)
    notebooks = [
        (path.parents[1].name, without_training(nbformat.read(path, as_version=4)))
        for path in sorted((folder / "submitted").glob("*/*/*.ipynb"))
    ]
    done = autograde(lab, notebooks, folder / "nbgrader")
    return [ours, Run("nbgrader autograde", 1, done.finished, done.seconds)]


def lines(runs: list[Run]) -> list[str]:
    """Return one line a grader: seconds of the whole command by the number of notebooks handed in."""
    return [
        f"{run.name}: {run.seconds / 8:.1f} s a submission ({run.seconds:.0f} s for 8; {len(run.finished)} were graded)"
        for run in runs
    ]
