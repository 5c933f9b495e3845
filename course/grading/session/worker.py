"""A worker: two fork servers, one for students and one for the examiner, and the sessions of their forks.

One submission at a time. If the student's process dies or goes silent, the session ends, and what is left is examined
in the next one, in fresh forks: a cell that ended it is left out; an exercise that ended it, though nothing else had
been called before in the same process, has lost; an exercise that ended it after others is put off, and examined once
more by itself at the end, since one of the others may have left the cause behind. So a crash costs its own points and
no others.
"""

from __future__ import annotations

import contextlib
import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from course.checks.registry import Check, LabChecks
from course.checks.runner import CheckResult, Status, result_of
from course.checks.values import readable
from course.grading.records import Program, ProgramCell
from course.grading.sandbox import bubblewrap
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.used_time import Stopwatch, TimeSheet, UsedTime
from course.grading.session.forks import ForkServer
from course.grading.session.protocol import (
    Cell,
    CellErrors,
    CellStarted,
    Channel,
    CheckDone,
    CheckStarted,
    Done,
    Ended,
    EndReason,
    Flagged,
    Job,
    Report,
    Seconds,
    Settings,
)
from course.grading.session.wire import Connection, ConnectionLostError, TooSlowError, WireError
from course.labs import Lab

_IN_WORDS = {
    EndReason.DIED: "stopped running (it crashed, left Python, or used more than it may)",
    EndReason.TIMED_OUT: "did not come back in time (an endless loop?)",
    EndReason.UNREADABLE: "sent something that is no message",
    EndReason.EXAMINER_FAILED: "could not be examined",
}
_USED_UP = "the submission used up its time"  # how much that is depends on the machine; messages do not


@dataclass
class Examined:
    """What came of a program.

    Attributes:
        results: One result for each check, in the order of the lab's checks.
        notes: Cells that raised, and what ended sessions early.
        flags: What a human should look at.
    """

    results: list[CheckResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


class Worker:
    """Grades programs one after the other, each in forks of warm processes.

    Args:
        lab: The lab.
        checks: Its checks.
        imports: Modules that the student's fork server imports once, so that no submission pays for them.
        limits: What a submission may use.
        sandbox: Where students' code runs.
        number: Which worker of this machine this is; each has users of its own when root grades.

    Attributes:
        limits: What a submission may use; the limits on time may be changed between two submissions.
    """

    def __init__(
        self,
        lab: Lab,
        checks: LabChecks,
        imports: Sequence[str] = (),
        limits: Limits | None = None,
        sandbox: bubblewrap.Sandbox = "bwrap",
        number: int = 0,
    ) -> None:
        self._checks, self.limits = checks, limits or Limits()
        sandboxed = sandbox == "bwrap"
        place = f"/checks/{lab.checks.name}" if sandboxed else str(lab.checks)
        student, examiner = (bubblewrap.unprivileged_uids(number) if sandbox != "none" else None) or (None, None)
        settings = Settings("student", lab.name, place, tuple(imports), sandboxed, self.limits, student)
        self._student = ForkServer(settings, sandbox, {})
        # The examiner runs our own code on plain data: it is wrapped as tightly, but its time is the worker's to watch.
        time_enough = replace(self.limits, cpu_seconds=int(self.limits.total_seconds * 2))
        settings = replace(settings, side="examiner", limits=time_enough, uid=examiner)
        self._examiner = ForkServer(settings, sandbox, {lab.checks: place})

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> tuple[int | None, int | None]:
        """The processes of the student's and the examiner's fork server; others after one had to be replaced."""
        return self._student.pid, self._examiner.pid

    def start(self) -> None:
        """Start both fork servers, one beside the other."""
        self._student.start()
        self._examiner.start()

    def wait_until_warm(self) -> None:
        """Wait until both fork servers can fork.

        Raises:
            ForkServerError: One of them did not start.
        """
        self._student.wait_until_warm()
        self._examiner.wait_until_warm()

    def close(self) -> None:
        """End both fork servers."""
        self._student.close()
        self._examiner.close()

    def examine(self, program: Program, seed: int) -> Examined:
        """Run a program and every check of the lab on it.

        Args:
            program: The submission, read.
            seed: Seed of the checks' random inputs.

        Raises:
            ForkServerError: The fork servers cannot be started.
        """
        self.wait_until_warm()  # that a fork server starts is not the submission's time
        return examine_with(self._student, self._examiner, Examination(program, self._checks, self.limits, seed))


def examine_with(student: ForkServer, examiner: ForkServer, examination: Examination) -> Examined:
    """Have an examination's sessions run, each in a fork of both fork servers, until nothing is left."""
    while asked := examination.next_checks():
        session = Session(examination.examined, asked, examination.seconds_left)
        try:
            session.run(student, examiner, examination.job(asked))
        finally:
            student.stop_fork()
            examiner.stop_fork()
        examination.take(session)
    return examination.finished()


class Examination:
    """A program that is being examined: what is known of it, and what is left to do.

    Args:
        program: The submission, read.
        checks: The lab's checks.
        limits: What it may use.
        seed: Seed of the checks' random inputs.

    Attributes:
        examined: What is known so far.
        seconds_left: How much time it may still use.
    """

    def __init__(self, program: Program, checks: LabChecks, limits: Limits, seed: int) -> None:
        self._program, self._checks, self._limits, self._seed = program, checks, limits, seed
        self._cells: list[ProgramCell] = list(program.cells)
        self._left: list[Check] = list(checks.checks)
        self._put_off: dict[str, Ended] = {}  # exercise → what happened when others had been called before it
        self.examined = Examined()
        self.seconds_left = limits.total_seconds

    def next_checks(self) -> list[Check]:
        """Return the checks that the next session should run: all that are left, or one exercise that was put off."""
        alone = next(iter(self._put_off), None)
        return [check for check in self._left if check.exercise not in self._put_off] or self._left_of(alone)

    def _left_of(self, exercise: str | None) -> list[Check]:
        return [check for check in self._left if check.exercise == exercise]

    def job(self, asked: Sequence[Check]) -> Job:
        """Return what the examiner is to do in a session that runs these checks."""
        limits = self._limits
        return Job(
            cells=tuple(Cell(cell.label or cell.id, cell.source, cell.role == "added") for cell in self._cells),
            sources=tuple(cell.source for cell in self._program.cells),
            checks=tuple(check.name for check in asked),
            seed=self._seed,
            seconds=Seconds(limits.cell_seconds, limits.added_seconds, limits.call_seconds),
        )

    def take(self, session: Session) -> None:
        """Account for a session: what it ended with decides what is left."""
        self.seconds_left -= session.seconds
        reported = {result.check for result in self.examined.results}
        before = len(self._left)
        self._leave([check for check in self._left if check.name not in reported])
        if session.ended is None:
            self._close(session.unreported, "error", "not examined")
        elif self.seconds_left <= 0:
            self._use_up()
        elif session.check is not None:
            self._take_ended_exercise(session.check.exercise, session.first_exercise, session.ended)
        elif session.cell is not None:
            cell = self._cells.pop(session.cell)
            name = _cell_name(cell.label or cell.id)
            self.examined.notes.append(f"{name} {_in_words(session.ended)}; it was left out")
        elif len(self._left) == before:  # it came to nothing; another one would not come to more
            self._close(self._left, "error", _in_words(session.ended))

    def _take_ended_exercise(self, exercise: str, first_exercise: str | None, ended: Ended) -> None:
        if exercise == first_exercise:
            self._lose(exercise, ended)
        else:
            self._put_off[exercise] = ended

    def _lose(self, exercise: str, ended: Ended) -> None:
        """Give up what is left of an exercise that ended the student's process."""
        self._put_off.pop(exercise, None)
        words = f"your code {_in_words(ended)}"
        self.examined.notes.append(f"{exercise}: {words}")
        self._close(self._left_of(exercise), "timeout" if ended.reason is EndReason.TIMED_OUT else "error", words)

    def _use_up(self) -> None:
        for exercise, ended in list(self._put_off.items()):
            self._lose(exercise, ended)
        self.examined.notes.append(_USED_UP)
        self._close(self._left, "timeout", _USED_UP)

    def _close(self, checks: Sequence[Check], status: Status, hint: str) -> None:
        """Give checks a result without running them."""
        closed = {check.name for check in checks}
        self.examined.results += [result_of(check, status, {"hint": hint}) for check in checks]
        self._leave([check for check in self._left if check.name not in closed])

    def _leave(self, checks: list[Check]) -> None:
        """Say which checks are left."""
        self._left = checks
        self._put_off = {name: ended for name, ended in self._put_off.items() if self._left_of(name)}

    def finished(self) -> Examined:
        """Return what is known, one result for each check in the order of the lab's checks."""
        order = [check.name for check in self._checks.checks]
        self.examined.results.sort(key=lambda result: order.index(result.check))
        return self.examined


class Session:
    """A fork of each fork server, and what the examiner reports.

    Args:
        examined: Gets what is reported.
        asked: The checks that are to be run.
        seconds_left: How much time the submission may use.

    Attributes:
        seconds: How much time it has used, its student's process and its examiner together.
        ended: How it ended early, or None.
        cell: Index of the cell that was running, or None.
        check: The check that was running, or None.
        first_exercise: The exercise whose checks ran first.
    """

    def __init__(self, examined: Examined, asked: Sequence[Check], seconds_left: float) -> None:
        self._examined, self._seconds_left = examined, seconds_left
        self._asked = {check.name: check for check in asked}
        self._cells = 0
        self.seconds = 0.0
        self.ended: Ended | None = None
        self.cell: int | None = None
        self.check: Check | None = None
        self.first_exercise: str | None = None

    @property
    def unreported(self) -> list[Check]:
        """The checks that were asked for and that have no result."""
        return list(self._asked.values())

    def run(self, student: ForkServer, examiner: ForkServer, job: Job) -> None:
        """Fork both, send the job, and take reports until the end.

        Raises:
            ForkServerError: One of them cannot fork.
        """
        between = socket.socketpair()
        ours, theirs = socket.socketpair()
        with between[0], between[1], ours, theirs, _sheets() as (writable, readable):
            watch = Stopwatch(lambda: TimeSheet(readable[0]).read() + TimeSheet(readable[1]).read())
            student.fork([between[0].fileno(), writable[0]])
            examiner.fork([between[1].fileno(), theirs.fileno(), readable[0], writable[1]])
            for each in (*between, theirs):
                each.close()
            self._take_reports(Channel(Connection(ours)), job, watch)

    def _take_reports(self, channel: Channel, job: Job, watch: Stopwatch) -> None:
        self._cells = len(job.cells)
        try:
            channel.send(job)
            while not self._take(channel.receive(Report, watch.left_of(self._seconds_left))):
                pass
        except TooSlowError:
            self.ended = Ended(EndReason.TIMED_OUT)
        except (ConnectionLostError, WireError) as error:
            self.ended = Ended(EndReason.EXAMINER_FAILED, str(error))
        finally:
            self.seconds = watch.seconds()
            channel.close()

    def _take(self, report: Report) -> bool:
        """Note a report; return whether it is the last one.

        Raises:
            WireError: It is about nothing that was asked for.
        """
        match report:
            case CellStarted(index) if index < self._cells:
                self.cell = index
            case CellErrors(errors):
                self.cell = None
                notes = [readable(f"{_cell_name(label)} raised {error}") for label, error in errors.items()]
                self._examined.notes += [note for note in notes if note not in self._examined.notes]
            case CheckStarted(name) if name in self._asked:
                self.check = self._asked[name]
                self.first_exercise = self.first_exercise or self.check.exercise
            case CheckDone(name) if self.check and name == self.check.name:
                self._examined.results.append(_result(self._asked.pop(name), report))
                self.check = None
            case Flagged(flags):
                found = [readable(flag) for flag in flags]
                self._examined.flags += [flag for flag in found if flag not in self._examined.flags]
            case Ended():
                self.ended = report
                return True
            case Done():
                return True
            case _:
                raise WireError("a report about nothing that was asked for")
        return False


@contextlib.contextmanager
def _sheets() -> Iterator[tuple[list[int], list[int]]]:
    """Open two time sheets, the student's and the examiner's, for writing, and again for reading only."""
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.NamedTemporaryFile()) for _ in range(2)]
        for file in files:
            TimeSheet(file.fileno()).write(UsedTime())  # the disk is full now, or never for these
        readable = [stack.enter_context(open(file.name, "rb")).fileno() for file in files]
        yield [file.fileno() for file in files], readable


def _result(check: Check, report: CheckDone) -> CheckResult:
    """Return a result whose points are this process' own: the examiner, which met the student's data, only reports."""
    details = {name: getattr(report, name) for name in ("hint", "inputs", "expected", "got")}
    return result_of(check, report.status, details, seconds=report.seconds)


def _in_words(ended: Ended) -> str:
    words = _IN_WORDS[ended.reason]
    return readable(f"{words}: {ended.detail}" if ended.detail else words)


def _cell_name(label: str) -> str:
    return label if label.startswith("cell ") else f"the cell of {label}"
