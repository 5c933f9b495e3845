"""The checks are tested by answers: a wrong one loses points and is told why, a right one keeps them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.mutants import Mutant, find_mutants, try_mutant
from course.checks.registry import load_checks
from course.checks.runner import CheckResult

OWN = Path(__file__).parent
UNSPECIFIC = "not what was expected"


def test_answer_is_judged_right(mutant: Mutant, request: pytest.FixtureRequest):
    """A wrong answer is tried until a check names its mistake, with ``--every-check`` by all checks."""
    failing = []
    for result in try_mutant(mutant):
        failing += [] if result.passed else [result]
        if (
            not mutant.is_right
            and _tells(mutant, failing)
            and not request.config.getoption("--every-check", default=False)
        ):
            break
    if mutant.is_right:
        assert not failing, f"{mutant} is right ({mutant.says}), and lost points:\n{_told(failing)}"
        return
    assert failing, f"{mutant} is wrong ({mutant.says}), and kept all points"
    unspecific = [result for result in failing if not result.hint or result.hint.startswith(UNSPECIFIC)]
    assert not unspecific, f"{mutant}: a check fails without saying why:\n{_told(unspecific)}"
    told = f"{mutant}: {mutant.says}\nno hint says {mutant.hint!r}:\n{_told(failing)}"
    assert _tells(mutant, failing), told


@pytest.mark.parametrize("lab", sorted(folder.name for folder in OWN.glob("lab*") if folder.is_dir()))
def test_each_exercise_is_tried(lab: str):
    """Four wrong answers at least and two right ones for each exercise, and each wrong one names its hint."""
    mutants = [mutant for mutant in find_mutants(OWN / lab) if mutant.lab == lab]
    for exercise in load_checks(lab).exercises:
        tried = [mutant for mutant in mutants if mutant.exercise == exercise]
        right = sum(mutant.is_right for mutant in tried)
        assert len(tried) - right >= 4, f"{lab}/{exercise}: only {len(tried) - right} wrong answers"
        assert right >= 2, f"{lab}/{exercise}: only {right} right answers"
    without_hint = [str(mutant) for mutant in mutants if not mutant.is_right and not mutant.hint]
    assert not without_hint, f"the second line must be '# hint: …' in: {', '.join(without_hint)}"


def _tells(mutant: Mutant, failing: list[CheckResult]) -> bool:
    return any(mutant.hint.lower() in result.hint.lower() for result in failing)


def _told(results: list[CheckResult]) -> str:
    return "\n".join(f"  {result.check} [{result.status}]: {result.hint}" for result in results)
