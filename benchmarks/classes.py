"""Classes to grade: lab 1 as students with better and worse days hand it in, and a lab of three lines."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from course.authoring.build import built_solution
from course.authoring.mutants import find_mutants
from course.labs import REPOSITORY, Lab, find_lab

LAB = "lab01"
TINY = "lab99_tiny"
TINY_CHECKS = '''"""One exercise, two checks: what is measured is everything around them."""

from course.checks import close, equal, points


@points("double", 1)
def test_number(answer):
    """Doubles a number."""
    equal(answer.double(2), 4)


@points("double", 1)
def test_array(answer, rng):
    """Doubles an array."""
    x = rng.normal(size=(8, 8))
    close(answer.double(x), 2 * x)
'''


@cache
def solution() -> NotebookNode:
    """Return lab 1, solved."""
    return built_solution(find_lab(LAB))


def lab01_class(count: int) -> Iterator[tuple[str, NotebookNode]]:
    """Yield a class' notebooks by student: of every ten one is untouched, three are right, the others partly wrong.

    What is wrong comes from the wrong answers that the lab's checks are tested with.
    """
    wrong = _wrong_answers()
    for number in range(count):
        chance = random.Random(number)
        notebook = copy.deepcopy(solution())
        if number % 10 == 9:
            notebook = nbformat.read(find_lab(LAB).release, as_version=4)
        elif number % 10 >= 3:
            for exercise in chance.sample(sorted(wrong), 3):
                answer_cell(notebook, exercise).source = chance.choice(wrong[exercise])
        notebook.cells.append(new_code_cell(f"student = {number}", id=f"student-{number}"))
        yield f"student{number:04}", notebook


def answer_cell(notebook: NotebookNode, exercise: str) -> NotebookNode:
    """Return the cell of a notebook that answers an exercise."""
    return next(cell for cell in notebook.cells if f"answer:{exercise}" in cell.metadata.get("tags", ()))


def _wrong_answers() -> dict[str, list[str]]:
    answers: dict[str, list[str]] = {}
    for mutant in find_mutants(REPOSITORY / "tests" / "mutants" / LAB):
        if not mutant.is_right:
            answers.setdefault(mutant.exercise, []).append(mutant.source)
    return answers


def tiny_class(count: int) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the notebooks of a class that handed in the tiny lab; every third is wrong."""
    for number in range(count):
        factor = 3 if number % 3 == 2 else 2
        yield f"student{number:04}", tiny_notebook(f"# {number}\ndef double(x):\n    return {factor} * x")


def tiny_lab(folder: Path) -> Lab:
    """Write the tiny lab into a folder."""
    release, checks = folder / f"{TINY}.ipynb", folder / "test_lab99.py"
    release.write_text(nbformat.writes(tiny_notebook("def double(x):\n    raise NotImplementedError")))
    checks.write_text(TINY_CHECKS)
    return Lab(TINY, release, checks, None)


def tiny_notebook(answer: str) -> NotebookNode:
    """Return the tiny lab with an answer in it."""
    marks = {
        "schema_version": 3,
        "solution": True,
        "grade": False,
        "locked": False,
        "task": False,
        "grade_id": "double",
    }
    cell = new_code_cell(answer, id="answer-double", metadata={"tags": ["answer:double"], "nbgrader": marks})
    return new_notebook(cells=[new_code_cell("import numpy as np", id="tiny--1"), cell])


def write_flat(notebooks: Iterator[tuple[str, NotebookNode]], folder: Path) -> Path:
    """Write a class as a folder of notebooks; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for student, notebook in notebooks:
        (folder / f"{student}.ipynb").write_text(json.dumps(notebook))
    return folder
