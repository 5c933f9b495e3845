"""``pytest tests/mutants --mutants DIR`` tries the answers in DIR in place of the repository's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.mutants import MutantError, find_mutants


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    parser.addoption("--mutants", metavar="DIR", help="folder of answers to try, such as labNN/EXERCISE.py")
    parser.addoption("--seeds", metavar="N", type=int, help="seeds at which each answer is tried; 3 unless given")
    parser.addoption("--every-check", action="store_true", help="do not stop at the first check that names a mistake")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each answer; those of a lab share a process, which loads its checks once."""
    if "mutant" in metafunc.fixturenames:
        folder = metafunc.config.getoption("--mutants", default=None)
        try:
            mutants = find_mutants(Path(folder) if folder else Path(__file__).parent)
        except MutantError as error:
            raise pytest.UsageError(str(error)) from None
        tests = [pytest.param(each, id=str(each), marks=pytest.mark.xdist_group(each.lab)) for each in mutants]
        metafunc.parametrize("mutant", tests)
