"""The checks are tested by answers: a wrong one loses points and is told why, a right one keeps them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.mutants import Mutant, find_mutants, try_mutant
from course.checks.registry import load_checks
from course.checks.runner import CheckResult

OWN = Path(__file__).parent
SEEDS = 3
UNSPECIFIC = "not what was expected"


def test_answer_is_judged_right(mutant: Mutant, request: pytest.FixtureRequest):
    """The verdict is the same at every seed.

    At the first seed a wrong answer is tried until a check names its mistake, at the others by that check first;
    with ``--every-check`` by all checks.
    """
    seeds = request.config.getoption("--seeds", default=None) or SEEDS
    stops = not mutant.is_right and not request.config.getoption("--every-check", default=False)
    problems, telling = {}, ""
    for seed in range(seeds):
        failing = []
        for result in try_mutant(mutant, seed, first=telling):
            failing += [] if result.passed else [result]
            if stops and mutant.is_told(failing):
                telling = result.check
                break
        problem = _problem(mutant, failing)
        if problem:
            problems[seed] = problem
    if problems:
        pytest.fail(f"{mutant} ({mutant.says}), tried at seeds 0 to {seeds - 1}:\n{_listed(problems)}", pytrace=False)


@pytest.mark.parametrize("lab", sorted(folder.name for folder in OWN.glob("lab*") if folder.is_dir()))
def test_each_exercise_is_tried(lab: str):
    """Four wrong answers at least and two right ones for each exercise, and each wrong one names its hint."""
    mutants = [mutant for mutant in find_mutants(OWN / lab) if mutant.lab == lab]
    for exercise in load_checks(lab).exercises:
        tried = [mutant for mutant in mutants if mutant.exercise == exercise]
        right = sum(mutant.is_right for mutant in tried)
        assert len(tried) - right >= 4, f"{lab}/{exercise}: only {len(tried) - right} wrong answers"
        assert right >= 2, f"{lab}/{exercise}: only {right} right answers"
    without_hint = [str(mutant) for mutant in mutants if not mutant.is_right and not mutant.hints]
    assert not without_hint, f"a line '# hint: …' is missing in: {', '.join(without_hint)}"


def _problem(mutant: Mutant, failing: list[CheckResult]) -> str:
    """Return what is wrong with the checks' verdict on an answer at one seed; nothing if it is as it should be."""
    if mutant.is_right:
        return f"it is right, and lost points:\n{_told(failing)}" if failing else ""
    if not failing:
        return "it is wrong, and kept all points"
    unspecific = [result for result in failing if not result.hint or result.hint.startswith(UNSPECIFIC)]
    if unspecific:
        return f"a check fails without saying why:\n{_told(unspecific)}"
    return "" if mutant.is_told(failing) else f"no hint says {' and '.join(mutant.hints)!r}:\n{_told(failing)}"


def _listed(problems: dict[int, str]) -> str:
    return "\n".join(f"seed {seed}: {problem}" for seed, problem in problems.items())


def _told(results: list[CheckResult]) -> str:
    return "\n".join(f"  {result.check} [{result.status}]: {result.hint}" for result in results)
