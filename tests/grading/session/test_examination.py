"""What a worker makes of sessions that end early: what is lost, what is examined again, and when it stops."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from course.checks.registry import Check, LabChecks
from course.checks.runner import result_of
from course.grading.records import Program, ProgramCell
from course.grading.sandbox.limits import Limits
from course.grading.session.protocol import Ended, EndReason
from course.grading.session.worker import Examination, Examined

DIED, SILENT = Ended(EndReason.DIED), Ended(EndReason.TIMED_OUT)
FAILED = Ended(EndReason.EXAMINER_FAILED, "why")


@dataclass
class FakeSession:
    """A session as :class:`course.grading.session.worker.Session` leaves it."""

    unreported: list[Check]
    ended: Ended | None = None
    check: Check | None = None
    cell: int | None = None
    first_exercise: str | None = None
    seconds: float = 1.0


def examination(*checks: str) -> Examination:
    """Return an examination of checks such as ``a1``, the first one of exercise ``a``; two cells; ten seconds."""
    made = tuple(Check(name, name, name[0], 1.0, False, print) for name in checks)
    cells = (ProgramCell("1", "answer", "", "a"), ProgramCell("2", "added", "", "cell 2"))
    return Examination(Program(cells), LabChecks("lab90", made, {}), Limits(total_seconds=10), seed=0)


def run(examined: Examination, *passed: str, at: str = "", ended: Ended | None = None, **fields: float) -> list[str]:
    """Run a session in which checks pass and which then ends, at a check if one is named; return what was asked."""
    asked = examined.next_checks()
    examined.examined.results += [result_of(check, "passed", {}) for check in asked if check.name in passed]
    unreported = [check for check in asked if check.name not in passed]
    running = next((check for check in asked if check.name == at), None)
    examined.take(FakeSession(unreported, ended, running, first_exercise=asked[0].exercise, **fields))
    return [check.name for check in asked]


def came(examined: Examined) -> str:
    """Return what became of the checks: ``a1 passed, …``."""
    return ", ".join(f"{result.check} {result.status}" for result in examined.results)


def test_all_in_one_session():
    examined = examination("a1", "b1")
    run(examined, "a1", "b1")
    assert examined.next_checks() == []
    assert came(examined.finished()) == "a1 passed, b1 passed"


@pytest.mark.parametrize(("ended", "status"), [(DIED, "error"), (SILENT, "timeout"), (FAILED, "error")])
def test_the_first_exercise_of_a_session_loses_what_is_left_of_it(ended: Ended, status: str):
    examined = examination("a1", "a2", "a3", "b1")
    run(examined, "a1", at="a2", ended=ended)
    assert run(examined, "b1") == ["b1"]
    assert came(examined.finished()) == f"a1 passed, a2 {status}, a3 {status}, b1 passed"
    assert len(examined.examined.notes) == 1


def test_a_later_one_is_examined_once_more_alone_at_the_end():
    examined = examination("a1", "b1", "b2", "c1", "d1")
    run(examined, "a1", "b1", at="b2", ended=DIED)
    assert run(examined, "c1", at="d1", ended=DIED) == ["c1", "d1"]
    assert run(examined, "b2") == ["b2"]
    assert run(examined, at="d1", ended=SILENT) == ["d1"]
    assert examined.next_checks() == []
    assert came(examined.finished()) == "a1 passed, b1 passed, b2 passed, c1 passed, d1 timeout"


def test_an_examiner_that_fails_between_checks_is_tried_again_while_it_gets_on():
    examined = examination("a1", "b1", "c1")
    run(examined, "a1", ended=FAILED)
    run(examined, "b1", at="c1", ended=DIED)
    run(examined, "c1", ended=FAILED)
    assert examined.next_checks() == []
    assert came(examined.finished()) == "a1 passed, b1 passed, c1 passed"


def test_an_examiner_that_gets_nowhere_is_given_up():
    examined = examination("a1", "b1")
    run(examined, ended=FAILED)
    assert examined.next_checks() == []
    assert [result.hint for result in examined.finished().results] == ["could not be examined: why"] * 2


def test_a_cell_that_ends_the_process_is_left_out():
    examined = examination("a1")
    run(examined, ended=DIED, cell=1)
    assert [cell.label for cell in examined.job(examined.next_checks()).cells] == ["a"]
    assert examined.examined.notes[0].startswith("cell 2 stopped running")


def test_when_time_is_used_up_nothing_more_is_run():
    examined = examination("a1", "b1", "c1")
    run(examined, "a1", at="b1", ended=DIED)
    run(examined, at="c1", ended=SILENT, seconds=9.0)
    assert examined.next_checks() == []
    assert came(examined.finished()) == "a1 passed, b1 error, c1 timeout"
    assert examined.examined.notes[-1] == "the submission used up its time"


def test_checks_that_an_examiner_leaves_out_earn_nothing():
    examined = examination("a1", "b1")
    run(examined, "a1")
    assert examined.next_checks() == []
    assert came(examined.finished()) == "a1 passed, b1 error"
