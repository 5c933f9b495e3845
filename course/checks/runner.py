"""Run checks and say what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from course.checks.answers import AnswerError, AnswerTimeoutError, NotAnsweredError
from course.checks.compare import CheckFailedError
from course.checks.registry import Check
from course.checks.values import brief, readable

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


def run_checks(checks: Iterable[Check], answer_for: Callable[[Check], Any], seed: int) -> Iterator[CheckResult]:
    """Run checks one after the other.

    Args:
        checks: What to run.
        answer_for: Gives the ``answer`` object for a check.
        seed: Seed of the random inputs.

    Yields:
        One result a check, as soon as it is known.
    """
    for check in checks:
        yield run_check(check, answer_for(check), seed)


def run_check(check: Check, answer: Any, seed: int) -> CheckResult:
    """Run one check. Only a check that returns without raising has passed."""
    outcome: tuple[Status, dict[str, str]]
    start = time.perf_counter()
    try:
        check.run(answer, seed)
    except CheckFailedError as failure:
        details = {
            "hint": failure.hint,
            "inputs": failure.inputs,
            "expected": failure.expected,
            "got": failure.got,
        }
        outcome = ("failed", details)
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
