"""The notebook's own check searches the cells that ran, as grading does."""

from __future__ import annotations

import pytest

from course.checks.notebook import Checker
from course.checks.registry import LabChecks, points


@points("square", 1)
def _check_square(answer):
    """Squares"""
    assert answer.square(3) == 9


CHECKS = LabChecks("lab90", (_check_square.check,), {"square": ("numpy",)})
RIGHT = "def square(x):\n    return x * x"


def status(*cells: str, keeps_cells: bool = True, checks: LabChecks = CHECKS) -> str:
    """Run cells as a notebook would; return what came of the check."""
    names: dict = {"_ih": ["", *cells]} if keeps_cells else {}
    for cell in cells:
        exec(cell, names)
    (result,) = Checker(checks, names)("square").results
    return result.status


def test_a_right_answer_passes():
    assert status(RIGHT) == "passed"


@pytest.mark.parametrize(
    "cells",
    [
        ["from numpy import square"],
        ["import numpy as np", "square = np.square"],
        ["import numpy as np", "k = np\ndef square(x):\n    return k.square(x)"],
    ],
)
def test_what_is_ruled_out_is_found_in_the_cells_that_ran(cells):
    assert status(*cells) == "forbidden"


def test_an_experiment_that_the_answer_replaced_costs_nothing():
    assert status("import numpy as np\nsquare = np.square", RIGHT) == "passed"


def test_an_answer_that_no_cell_defines_does_not_pass():
    assert status(f"exec({RIGHT!r}, globals())") == "forbidden"
    assert status(f"exec({RIGHT!r}, globals())", checks=LabChecks("lab90", CHECKS.checks, {})) == "passed"


def test_where_no_cells_are_kept_the_live_names_are_searched():
    assert status("from numpy import square", keeps_cells=False) == "forbidden"


def test_cells_that_are_given_are_searched():
    names: dict = {}
    exec(RIGHT, names)
    (result,) = Checker(CHECKS, names, cells=["import numpy\nsquare = numpy.square"])("square").results
    assert result.status == "forbidden"
    assert "`square` uses `numpy.square`" in result.hint
