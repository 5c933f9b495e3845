"""The checks are tested by answers: a wrong one loses points and is told why, a right one keeps them all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import tensorflow as tf

from course.authoring.mutants import Mutant, find_mutants, try_mutant
from course.checks.registry import load_checks
from course.checks.runner import CheckResult

OWN = Path(__file__).parent
SEEDS = 3
UNSPECIFIC = "not what was expected"


def test_answer_is_judged_right(mutant: Mutant, request: pytest.FixtureRequest):
    """The verdict is the same at every seed.

    A wrong answer is tried until a check names its mistake. At the seeds after the first that check comes first, and
    where it has no random inputs, there is nothing to try again. With ``--every-check`` all checks run at all seeds, as
    they do on right answers.
    """
    seeds = request.config.getoption("--seeds", default=None) or SEEDS
    stops = not mutant.is_right and not request.config.getoption("--every-check", default=False)
    random = {check.name for check in load_checks(mutant.lab).of(mutant.exercise) if check.has_random_inputs}
    problems, telling = {}, ""
    for seed in range(seeds):
        failing = _failing(mutant, seed, telling, stops)
        problem = _problem(mutant, failing)
        if problem:
            problems[seed] = problem
        if stops and failing:
            telling = failing[-1].check
            if not problem and not any(result.check in random for result in failing):
                break
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


def _failing(mutant: Mutant, seed: int, first: str, stops: bool) -> list[CheckResult]:
    """Return the checks that an answer fails, the one called ``first`` tried first; if ``stops``, until one tells."""
    failing = []
    with _eagerly(seed > 0):
        for result in try_mutant(mutant, seed, first):
            failing += [] if result.passed else [result]
            if stops and mutant.is_told(failing):
                break
    return failing


@contextlib.contextmanager
def _eagerly(on: bool) -> Iterator[None]:
    """Run TensorFlow's functions line by line: a small network is tried sooner than its graph is traced.

    At the first seed answers run as they do when they are graded.
    """
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(on)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(before)


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
