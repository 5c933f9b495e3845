"""A warm worker that tests of grading share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.checks.registry import LabChecks, load_checks
from course.grading.sandbox.bubblewrap import bubblewrap_problem
from course.grading.sandbox.limits import GIBIBYTE, Limits, machine_factor
from course.grading.session.worker import Worker
from course.labs import Lab
from tests.grading.small_lab import CHECKS


@pytest.fixture(scope="session")
def small_lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab that has checks and nothing else."""
    checks = tmp_path_factory.mktemp("lab") / "test_lab90.py"
    checks.write_text(CHECKS)
    return Lab("lab90_small", checks.with_name("none.ipynb"), checks, None)


@pytest.fixture(scope="session")
def small_checks(small_lab: Lab) -> LabChecks:
    """The small lab's checks."""
    return load_checks(small_lab)


@pytest.fixture(scope="session")
def worker(small_lab: Lab, small_checks: LabChecks) -> Iterator[Worker]:
    """A warm worker for the small lab, in bubblewrap; tests that use it share it as submissions do."""
    problem = bubblewrap_problem()
    if problem:
        pytest.skip(problem)
    limits = Limits(total_seconds=60, cell_seconds=3, call_seconds=3, memory=GIBIBYTE, scratch=GIBIBYTE // 16)
    limits = limits.scaled(min(2.0, machine_factor()))
    with Worker(small_lab, small_checks, ["matplotlib.pyplot"], limits, number=7) as warm:
        warm.wait_until_warm()
        yield warm
