"""The lab that students get."""

from __future__ import annotations

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from course.authoring.build import built_solution
from course.authoring.release import release_notebook


@pytest.fixture
def lab(tiny) -> nbformat.NotebookNode:
    return release_notebook(built_solution(tiny))


def cell(notebook, cell_id):
    (found,) = [one for one in notebook.cells if one.id == cell_id]
    return found


def test_a_function_keeps_signature_and_docstring(lab):
    lines = cell(lab, "answer-twice").source.splitlines()
    assert lines[:2] == ["def twice(number: float) -> float:", '    """Return two times ``number``."""']
    assert lines[-1].startswith("    raise NotImplementedError(")
    assert "2 * number" not in cell(lab, "answer-twice").source


def test_a_value_is_left_to_fill_in(lab):
    assert cell(lab, "answer-which").source == 'which = ...  # "a" or "b"'


def test_a_question_keeps_its_text_and_loses_the_answer(lab):
    source = cell(lab, "written-why_twice").source
    assert source.startswith("Why twice?\n\n")
    assert "once is not enough" not in source
    assert "SOLUTION" not in source


def test_no_solution_is_left_anywhere(lab):
    text = nbformat.writes(lab)
    assert "2 * number" not in text
    assert 'which = \\"b\\"' not in text


def test_checks_carry_their_points_and_are_locked(lab):
    check = cell(lab, "check-twice")
    assert check.metadata.nbgrader.points == 3
    assert check.metadata.editable is False
    assert check.metadata.deletable is False


def test_checksums_are_nbgraders(lab):
    graded = [one for one in lab.cells if "nbgrader" in one.metadata]
    assert len(graded) == 5
    assert all(one.metadata.nbgrader.checksum == compute_checksum(one) for one in graded)


def test_cutting_leaves_the_solution_alone(tiny):
    solution = built_solution(tiny)
    before = nbformat.writes(solution)
    release_notebook(solution)
    assert nbformat.writes(solution) == before
