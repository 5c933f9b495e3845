"""Run checks and say what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from course.checks.answers import AnswerError, AnswerTimeoutError, NotAnsweredError
from course.checks.compare import CheckFailedError
from course.checks.registry import Check
from course.checks.values import brief, readable
from course.checks.without import Findings

Status = Literal["passed", "failed", "missing", "error", "timeout", "forbidden"]


@dataclass(frozen=True)
class CheckResult:
    """What came of one check.

    Attributes:
        check: The check's function name.
        exercise: The exercise it belongs to.
        title: What the student reads as its name.
        points: Points earned: all of ``max_points``, or none.
        max_points: Points that it is worth.
        status: ``passed``; ``failed`` (wrong), ``missing`` (not answered), ``error`` (the answer raised), ``timeout``,
            ``forbidden`` (calls what the exercise rules out).
        hint: What is probably wrong.
        inputs: What the answer was given.
        expected: What should have come.
        got: What came.
        seconds: Wall time.
    """

    check: str
    exercise: str
    title: str
    points: float
    max_points: float
    status: Status
    hint: str = ""
    inputs: str = ""
    expected: str = ""
    got: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether it passed."""
        return self.status == "passed"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain data."""
        return asdict(self)


def run_check(check: Check, answer: Any, seed: int) -> CheckResult:
    """Run one check. Only a check that returns without raising has passed."""
    start = time.perf_counter()
    outcome: tuple[Status, dict[str, str]]
    try:
        check.run(answer, seed)
    except CheckFailedError as failure:
        shown = {"inputs": failure.inputs, "expected": failure.expected, "got": failure.got}
        outcome = ("failed", {"hint": failure.hint, **shown})
    except NotAnsweredError as missing:
        outcome = ("missing", {"hint": str(missing)})
    except AnswerTimeoutError as error:
        outcome = ("timeout", {"hint": error.message})
    except AnswerError as error:
        outcome = ("error", {"hint": f"your code raised {error.in_brief}", "got": error.trace})
    except AssertionError as failure:
        outcome = ("failed", {"hint": str(failure) or "not what was expected"})
    except Exception as error:
        why = f"{type(error).__name__}: {brief(str(error))}"
        outcome = ("failed", {"hint": f"what your answer returned could not be read by this check ({why})"})
    else:
        outcome = ("passed", {})
    status, details = outcome
    return result_of(check, status, details, time.perf_counter() - start)


def judged(check: Check, found: Findings, run: Callable[[], CheckResult]) -> CheckResult:
    """Return a check's result, or why its answer may not pass.

    Args:
        check: The check.
        found: What a search of the answer's source found.
        run: Runs the check.
    """
    if found.forbidden:
        return result_of(check, "forbidden", {"hint": found.hint})
    result = run()
    return result_of(check, "forbidden", {"hint": found.unfound}) if result.passed and found.unfound else result


def result_of(check: Check, status: Status, details: dict[str, str], seconds: float = 0.0) -> CheckResult:
    """Return a check's result; points are earned by ``passed`` alone."""
    return CheckResult(
        check=check.name,
        exercise=check.exercise,
        title=check.title,
        points=check.points if status == "passed" else 0.0,
        max_points=check.points,
        status=status,
        seconds=seconds,
        **{name: readable(text) for name, text in details.items()},
    )
