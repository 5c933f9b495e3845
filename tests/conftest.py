"""What all tests share: how they are grouped for several processes, and what graded checks are given.

The tests of a file run in one process, one after the other; so do the answers to try of a lab. The graded checks in
``tests/labs`` take ``answer`` and ``rng``, which stand here so that their folder holds nothing but checks.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course.authoring.solutions import solution_namespace
from course.checks.answers import LiveAnswer
from course.checks.registry import random_inputs


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> LiveAnswer:
    """The solution's names, as the check under test wants them."""
    lab = request.path.stem.removeprefix("test_")
    return LiveAnswer(solution_namespace(lab), request.function.check.weights)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """The check's random inputs, at the seed students see."""
    return random_inputs(request.function.__name__, seed=0)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Group the tests for ``pytest --dist loadgroup``, where they have no group of their own."""
    for item in items:
        if not any(item.iter_markers("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(str(Path(item.path).relative_to(config.rootpath))))
