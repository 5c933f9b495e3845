"""Whatever an answer does, the others get what they deserve: sessions of answers that loop, die, fork and send rubbish.

The processes are forks of this one, without a sandbox; TensorFlow is imported and never used. ``COURSE_FUZZ=20`` runs
twenty times as many examples.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from course.checks.answers import AnswerError, AnswerTimeoutError, NotAnsweredError
from course.checks.compare import CheckFailedError
from course.checks.registry import Check, LabChecks
from course.grading.records import Program, ProgramCell
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.used_time import OtherProcesses, UsedTime
from course.grading.session import examiner
from course.grading.session.examiner import Remote, RemoteAnswer, StudentGoneError, examine
from course.grading.session.fork_server import Run, _fork
from course.grading.session.protocol import Cell, Channel, EndReason, Job, Seconds, Settings
from course.grading.session.student import serve
from course.grading.session.wire import Connection
from course.grading.session.worker import Examination, examine_with
from tests.grading.session.misbehaviour import ANSWERS, CELLS, PREFACE, source, statuses

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="sessions are forks")

TIMES = float(os.environ.get("COURSE_FUZZ", 1))
LIMITS = Limits(total_seconds=600, cell_seconds=0.4, call_seconds=0.4)
SECONDS = Seconds(LIMITS.cell_seconds, LIMITS.added_seconds, LIMITS.call_seconds)
GRACE = 0.4
SLOW = [name for name, (status, _) in ANSWERS.items() if status == "timeout"] + ["steals the next request"]
# What ends the process when the next question comes.
LEAVE_SOMETHING = [name for name, (status, _) in ANSWERS.items() if " " in status]
LEAVE_SOMETHING += ["steals the next request", "calls what was not lent"]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examiner waits for silent processes as long as the test can."""
    monkeypatch.setattr(examiner, "GRACE", GRACE)


class LocalForks:
    """What a fork server does, done by this process."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._settings = Settings("student", "lab90_small", "", (), False, LIMITS, None)
        self._child: int | None = None
        self._seen = OtherProcesses()

    def used(self) -> UsedTime:
        """Return what the fork has used; its own children do not count."""
        return self._seen.used([self._child])

    def fork(self, files: Sequence[int]) -> None:
        """Fork a process that owns the files but the last, a time sheet: :meth:`used` is in its place."""
        unused = socket.socket()
        self._child = _fork(unused, list(files[:-1]), self._settings, self._run)
        unused.close()

    def stop_fork(self) -> None:
        """End the process and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def students() -> LocalForks:
    """Return forks that run a student's code."""
    return LocalForks(lambda files: serve(Connection(socket.socket(fileno=files[0]))))


def examiners(checks: LabChecks, asked: LocalForks) -> LocalForks:
    """Return forks that run checks on the students' forks."""

    def run(files: list[int]) -> None:
        student, worker = (Channel(Connection(socket.socket(fileno=each))) for each in files[:2])
        examine(worker.receive(Job), checks, student, worker, asked.used)

    return LocalForks(run)


def lent(value: Any) -> Any:
    """Return a number and one; or what a function returns for 20."""
    return value(20) if callable(value) else value + 1


class Exchange(RuleBasedStateMachine):
    """One student's process after another, asked for one answer after another in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._forks = students()
        self._asked = 0
        self._channel: Channel | None = None
        self._doubtful = False  # whether something was left behind that may end the process

    @initialize()
    def begin(self) -> None:
        """Fork a student's process that knows all answers."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._forks.fork([theirs.fileno(), 0])
        cells = [Cell("preface", PREFACE, False)]
        cells += [Cell(kind, source(self._name(kind), kind), False) for kind in ANSWERS]
        self._channel, self._doubtful = Channel(Connection(ours)), False
        self._remote = Remote(self._channel, SECONDS, self._forks.used)
        self._remote.run_cells(cells, lambda index: None)
        assert self._remote.cell_errors == {}

    def _name(self, kind: str) -> str:
        return f"answer_{list(ANSWERS).index(kind)}"

    @rule(kind=st.sampled_from([kind for kind in ANSWERS if kind not in SLOW]))
    def ask(self, kind: str) -> None:
        """Ask for an answer; it is the one to this question, and to no other."""
        self._ask(kind)

    @precondition(lambda self: self._asked % 6 == 5)  # they take a second each
    @rule(kind=st.sampled_from(SLOW))
    def ask_a_slow_one(self, kind: str) -> None:
        """Ask for an answer that does not come."""
        self._ask(kind)

    @rule()
    def kill(self) -> None:
        """End the process while nothing is asked of it."""
        self._forks.stop_fork()
        with pytest.raises(StudentGoneError) as gone:
            self._call("right", 1)
        assert gone.value.reason is EndReason.DIED
        self._channel.close()
        self.begin()

    def _call(self, kind: str, number: int) -> Any:
        self._remote.forget()
        return getattr(RemoteAnswer(self._remote, True), self._name(kind))(lent, number)

    def _ask(self, kind: str) -> None:
        self._asked += 1
        number = 1_000 * self._asked
        note(f"{kind}, {number}")
        came, gone, doubtful = *self._outcome(kind, number), self._doubtful
        if gone:
            self.teardown()
            self.begin()
        assert came in statuses(kind) or (gone and doubtful)
        self._doubtful = not gone and (doubtful or kind in LEAVE_SOMETHING)

    def _outcome(self, kind: str, number: int) -> tuple[str, bool]:
        """Return the status that came of a question, and whether the process is gone."""
        try:
            return ("passed" if self._call(kind, number) == 2 * number else "failed"), False
        except AnswerTimeoutError:
            return "timeout", False
        except NotAnsweredError:
            return "missing", False
        except AnswerError as error:
            its_own = "raises" not in kind or error.message == str(number)
            return ("error" if its_own else "another one's error"), False
        except StudentGoneError as gone:
            return ("timeout" if gone.reason is EndReason.TIMED_OUT else "error"), True

    def teardown(self) -> None:
        """End the process."""
        if self._channel:
            self._forks.stop_fork()
            self._channel.close()
            self._channel = None


def settings_for(examples: int, steps: int = 50) -> settings:
    """Return how long to search."""
    return settings(
        max_examples=max(1, round(TIMES * examples)),
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )


@pytest.mark.slow
def test_each_question_gets_its_own_answer():
    run_state_machine_as_test(Exchange, settings=settings_for(4, steps=30))


def check_of(exercise: str, number: int) -> Check:
    """Return the check of an exercise: it asks for twice a number."""

    def function(answer: Any) -> None:
        if getattr(answer, exercise)(lent, number) != 2 * number:
            raise CheckFailedError("not twice the number")

    return Check(f"test_{exercise}", exercise, exercise, 1.0, True, function)


def examined(kinds: Sequence[str]) -> dict[str, str]:
    """Return the status of each exercise of a submission with such answers."""
    names = [f"exercise_{place}" for place in range(len(kinds))]
    checks = LabChecks("lab90", tuple(check_of(name, 1_000 * place) for place, name in enumerate(names, 1)), {})
    cells = [ProgramCell("preface", "setup", PREFACE)]
    cells += [ProgramCell(name, "answer", source(name, kind), name) for name, kind in zip(names, kinds, strict=True)]
    examination = Examination(Program(tuple(cells)), checks, LIMITS, seed=0)
    forks = students()
    results = examine_with(forks, examiners(checks, forks), examination).results
    assert [result.exercise for result in results] == names
    return {result.exercise: result.status for result in results}


def assert_each_got_its_own(kinds: Sequence[str]) -> None:
    """Fail where an exercise did not come to what its answer deserves, whatever the others are."""
    found = list(zip(kinds, examined(kinds).values(), strict=True))
    assert [(kind, status) for kind, status in found if status not in statuses(kind)] == [], found


@pytest.mark.parametrize("kind", [*ANSWERS, *CELLS])
def test_an_answer_loses_itself_alone(kind: str):
    assert_each_got_its_own(["right", kind, "calls", "right"])


QUICK = [kind for kind in [*ANSWERS, *CELLS] if kind not in SLOW]


@given(
    st.lists(st.sampled_from(QUICK), min_size=2, max_size=8), st.sampled_from(SLOW), st.randoms(use_true_random=False)
)
@settings_for(4)
def test_answers_of_all_kinds_get_what_they_deserve(kinds: list[str], slow: str, random: Any):
    kinds.insert(random.randint(0, len(kinds)), slow)
    assert_each_got_its_own(kinds)


@pytest.mark.slow
def test_an_endless_loop_beside_right_answers_costs_the_same_each_time():
    kinds = ["right", "calls", "loops calling", "calls", "right", "loops", "right"]
    assert len({tuple(examined(kinds).items()) for _ in range(5)}) == 1
