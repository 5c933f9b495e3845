"""Under plain pytest the answers are the solutions' own."""

from __future__ import annotations

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
def rng(request: pytest.FixtureRequest):
    """The check's random inputs, at the seed students see."""
    return random_inputs(request.function.__name__, seed=0)
