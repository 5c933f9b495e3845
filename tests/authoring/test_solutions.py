"""The solutions' names, as the checks and the mutants get them."""

from __future__ import annotations

import inspect

import pytest

from course.authoring.solutions import run_cells, solution_cells, solution_namespace
from course.authoring.source import SourceError
from course.labs import Lab


def test_setup_and_answers_run_and_nothing_else(tiny):
    namespace = solution_namespace("lab90")
    assert namespace["twice"](4) == 8
    assert namespace["which"] == "b"
    assert "trained" not in namespace
    assert "plt" not in namespace


def test_the_namespace_is_a_notebooks(tiny):
    namespace = solution_namespace("lab90")
    assert namespace["twice"].__module__ == "__main__"
    assert inspect.getsource(namespace["twice"]).startswith("def twice(number")


def test_cells_run_once_a_process(tiny):
    assert solution_namespace("lab90") is solution_namespace("lab90_tiny")


def test_tracebacks_name_the_cell(tiny, rewrite):
    rewrite(tiny.source, "return 2 * number", "return 1 / 0")
    namespace = run_cells(solution_cells(tiny), {}, "lab90")
    with pytest.raises(ZeroDivisionError) as error:
        namespace["twice"](1)
    assert str(error.traceback[-1].path) == "<lab90 cell answer-twice>"


def test_future_statements_hold_in_later_cells(tiny, rewrite):
    rewrite(tiny.source, "import os\n", "from __future__ import annotations\nimport os\n")
    namespace = run_cells(solution_cells(tiny), {}, "lab90")
    assert namespace["twice"].__annotations__["number"] == "float"


def test_a_wheel_has_no_solutions(tmp_path):
    lab = Lab("lab90_tiny", tmp_path, tmp_path, None)
    with pytest.raises(SourceError, match="does not carry the solutions"):
        solution_cells(lab)
