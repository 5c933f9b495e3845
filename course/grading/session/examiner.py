"""The examiner's side of a grading session: run the checks against names that live in another process.

The examiner never runs a line of the student's code. It asks for values and calls, gets plain data, rebuilds models
from an allow-list of classes, and reports each check's result as soon as it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from course.checks.answers import AnswerError, AnswerTimeoutError, NotAnsweredError, builds_structure
from course.checks.compare import CheckFailedError
from course.checks.registry import Check, LabChecks
from course.checks.runner import judged, result_of, run_check
from course.checks.without import search
from course.grading.sandbox.used_time import Stopwatch, UsedTime
from course.grading.session.alarm import TOO_LONG
from course.grading.session.lending import Handles, pack, replace
from course.grading.session.models import UnsafeModelError, from_message
from course.grading.session.protocol import (
    MAX_CALLS,
    Call,
    CallLent,
    Cell,
    CellErrors,
    CellRaised,
    CellsDone,
    CellStarted,
    Channel,
    CheckDone,
    CheckStarted,
    Done,
    Ended,
    EndReason,
    Flagged,
    FromStudent,
    Get,
    Job,
    LentRaised,
    LentReturned,
    Missing,
    Raised,
    Reply,
    Request,
    RunCells,
    Seconds,
    TimedOut,
    Value,
)
from course.grading.session.wire import (
    ConnectionLostError,
    FunctionMessage,
    ModelMessage,
    TimeLeft,
    TooSlowError,
    WireError,
    encode,
)

GRACE = 10.0  # seconds after its own time limit until a silent student's process is given up


class StudentGoneError(BaseException):
    """The session with the student's process is over. Not an Exception: no check may catch it.

    Attributes:
        reason: Why.
        detail: More about it, for a reader.
    """

    def __init__(self, reason: EndReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Remote:
    """The student's process, asked one thing at a time.

    Args:
        channel: To the student's process.
        seconds: Its time limits.
        used: Says what the student's processes have used so far.

    Attributes:
        cell_errors: Label of each cell that raised → what it raised.
        graphs: Models without weights that were built already, by the call that built them: checks only read them, so
            those that make the same call share one.
    """

    def __init__(self, channel: Channel, seconds: Seconds, used: Callable[[], UsedTime] = UsedTime) -> None:
        self._channel = channel
        self._seconds = seconds
        self._used = used
        self._handles = Handles()
        self._asked = 0  # requests so far, and the number of the last one
        self._waiting = 0  # requests whose reply is owed: one, or more where lent functions ask in their turn
        self.cell_errors: dict[str, str] = {}
        self.graphs: dict[bytes, Any] = {}

    def run_cells(self, cells: Sequence[Cell], on_cell: Callable[[int], None]) -> None:
        """Have the student's process run its cells; remember what they raised.

        Args:
            cells: The cells.
            on_cell: Told each cell's index before it runs.

        Raises:
            StudentGoneError: It died or went silent during a cell.
        """
        self._send(RunCells(tuple(cells), self._seconds))
        running = raised = -1
        while True:  # each message may come once, in its turn: as many as there are cells, and no more
            match self._receive(self._within(self._seconds.cell)):
                case CellsDone():
                    return
                case CellStarted(index) if running < index < len(cells):
                    running = index
                    on_cell(index)
                case CellRaised(index, error) if raised < index == running:
                    raised = index
                    self.cell_errors.setdefault(cells[index].label, error)
                case _:
                    raise StudentGoneError(EndReason.UNREADABLE, "out of its turn")

    def get(self, name: str) -> Any:
        """Return what crossed for a name's value; errors as in :meth:`call`."""
        self._asked += 1
        return self._ask(Get(self._asked, name))

    def call(self, handle: int, name: str, arguments: Any, keywords: Any, weights: bool) -> Any:
        """Return what crossed for the value that a function returns.

        Args:
            handle: The function's number.
            name: What it was got by.
            arguments: Positional arguments, as :meth:`lend` gives them.
            keywords: Keyword arguments, likewise.
            weights: Whether functions named ``build_…`` create weights.

        Raises:
            NotAnsweredError, AnswerError, AnswerTimeoutError: What the student's side said.
            StudentGoneError: It died, went silent, or sent something that is no message; or its time was up after it
                had called lent functions, so that nobody knows what it was doing: the next request goes to a fresh
                fork.
        """
        self._asked += 1
        return self._ask(Call(self._asked, handle, name, arguments, keywords, weights))

    def _ask(self, request: Request) -> Any:
        self._waiting += 1
        try:
            self._send(request)
            return self._value_of(self._reply_to(request.request, self._within(self._seconds.call)))
        finally:
            self._waiting -= 1

    def _reply_to(self, number: int, left: TimeLeft) -> Reply:
        """Return the reply to a request; serve the lent functions that are called meanwhile."""
        lent_called = self._waiting > 1
        while True:
            message = self._receive(left)
            if not isinstance(message, Reply | CallLent) or message.request > number:
                raise StudentGoneError(EndReason.UNREADABLE, "out of its turn")
            if message.request < number:
                continue  # it comes late, and nobody waits for it
            if isinstance(message, CallLent):
                lent_called = True
                self._send(self._call_lent(message))
            elif isinstance(message, TimedOut) and lent_called:
                raise StudentGoneError(EndReason.TIMED_OUT)
            else:
                return message

    def _value_of(self, reply: Reply) -> Any:
        match reply:
            case Value(value=value):
                return value
            case Missing(message=message):
                raise NotAnsweredError(message)
            case Raised(kind=kind, message=message, trace=trace):
                raise AnswerError(kind, message, trace)
            case TimedOut():
                raise AnswerTimeoutError("TimeoutError", TOO_LONG)

    def lend(self, value: Any) -> Any:
        """Return a check's argument as what may cross to the student."""
        return pack(value, self._handles, with_weights=True)

    def _call_lent(self, wanted: CallLent) -> LentReturned | LentRaised:
        try:
            if self._waiting > MAX_CALLS:
                raise RecursionError(f"functions that call each other more than {MAX_CALLS} deep")
            function = self._handles[wanted.handle]
            arguments, keywords = self._received(wanted.arguments), self._received(wanted.keywords)
            return LentReturned(wanted.call, self.lend(function(*arguments, **keywords)))
        except Exception as error:
            return LentRaised(wanted.call, f"{type(error).__name__}: {error}")

    def _received(self, value: Any) -> Any:
        return replace(value, lambda item: import_value(item, self, "argument", True))

    def forget(self) -> None:
        """Take back every function and model that was lent: the next check's student may not call them."""
        self._handles = Handles()

    def _send(self, message: Any) -> None:
        try:
            self._channel.send(message, self._within(self._seconds.call))
        except ConnectionLostError:
            raise StudentGoneError(EndReason.DIED) from None
        except TooSlowError:
            raise StudentGoneError(EndReason.TIMED_OUT, "it took nothing that was sent to it") from None

    def _within(self, seconds: float) -> TimeLeft:
        """Return how much of a limit is left from now on, and of the grace after it."""
        return Stopwatch(self._used).left_of(seconds + GRACE)

    def _receive(self, left: TimeLeft) -> Any:
        try:
            return self._channel.receive(FromStudent, left)
        except ConnectionLostError:
            raise StudentGoneError(EndReason.DIED) from None
        except TooSlowError:
            raise StudentGoneError(EndReason.TIMED_OUT) from None
        except WireError as error:
            raise StudentGoneError(EndReason.UNREADABLE, str(error)) from None


class RemoteAnswer:
    """A check's ``answer``: the names of the student's process, as :class:`course.checks.answers.LiveAnswer` has them.

    Args:
        remote: The student's process.
        weights: Whether functions named ``build_…`` create weights.
    """

    def __init__(self, remote: Remote, weights: bool) -> None:
        self._remote = remote
        self._weights = weights

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return import_value(self._remote.get(name), self._remote, name, self._weights)
        except NotAnsweredError as missing:
            error = self._remote.cell_errors.get(name)
            raise NotAnsweredError(f"{missing}: its cell raised {error}" if error else str(missing)) from None


def import_value(value: Any, remote: Remote, name: str, weights: bool) -> Any:
    """Turn what crossed into what a check works with: models are rebuilt, functions become callable."""
    if isinstance(value, ModelMessage):
        return _rebuilt(value, remote)
    if isinstance(value, FunctionMessage):
        return _remote_function(value.handle, remote, name, weights)
    if type(value) in (list, tuple, dict):
        return replace(value, lambda item: import_value(item, remote, name, weights))
    return value


def _remote_function(handle: int, remote: Remote, name: str, weights: bool) -> Callable:
    def function(*arguments: Any, **keywords: Any) -> Any:
        lent, named = remote.lend(arguments), remote.lend(keywords)
        if not builds_structure(name, weights):
            return import_value(remote.call(handle, name, lent, named, weights), remote, name, weights)
        call = encode([name, lent, named])
        if call not in remote.graphs:
            value = remote.call(handle, name, lent, named, weights)
            remote.graphs[call] = import_value(value, remote, name, weights)
        return remote.graphs[call]

    return function


def _rebuilt(message: ModelMessage, remote: Remote) -> Any:
    try:
        return from_message(message)
    except UnsafeModelError as error:
        return OpaqueModel(message.handle, remote, str(error))


class OpaqueModel:
    """A model with the student's own layers: it stays on the student's side and is judged by what it computes.

    Args:
        handle: Its number on the student's side.
        remote: The student's process.
        reason: Why it was not rebuilt here.
    """

    def __init__(self, handle: int, remote: Remote, reason: str) -> None:
        self._function = _remote_function(handle, remote, "model", True)
        self._reason = reason

    def __call__(self, *arguments: Any, **keywords: Any) -> np.ndarray:
        return self._function(*arguments, **keywords)

    def __getattr__(self, name: str) -> Any:
        raise CheckFailedError(f"this check reads the model's layers, and {self._reason}")


def examine(
    job: Job, checks: LabChecks, student: Channel, worker: Channel, used: Callable[[], UsedTime] = UsedTime
) -> None:
    """Run checks on one submission and report each result as soon as it is known.

    Args:
        job: What to examine.
        checks: The lab's checks.
        student: To the student's process.
        worker: Gets the reports; the last one is ``Done`` or ``Ended``.
        used: Says what the student's processes have used so far.
    """
    remote = Remote(student, job.seconds, used)
    try:
        remote.run_cells(job.cells, on_cell=lambda index: worker.send(CellStarted(index)))
        worker.send(CellErrors(remote.cell_errors))
        for exercise in checks.exercises:
            wanted = [check for check in checks.of(exercise) if check.name in job.checks]
            _examine_exercise(wanted, checks, remote, job, worker)
        worker.send(Done())
    except StudentGoneError as gone:
        worker.send(Ended(gone.reason, gone.detail))


def _examine_exercise(mine: list[Check], checks: LabChecks, remote: Remote, job: Job, worker: Channel) -> None:
    if not mine:
        return
    exercise = mine[0].exercise
    finished = {cell.source for cell in job.cells if cell.label not in remote.cell_errors}
    unfinished = [source for source in job.sources if source not in finished]
    found = search(job.sources, exercise, checks.without.get(exercise, ()), unfinished)
    if found.evasive:
        worker.send(Flagged(found.evasive))
    stopped = False
    for check in mine:
        worker.send(CheckStarted(check.name))
        if stopped:
            result = result_of(check, "timeout", {"hint": "not run: an earlier check of this exercise took too long"})
        else:
            remote.forget()
            answer = RemoteAnswer(remote, check.weights)
            result = judged(check, found, partial(run_check, check, answer, job.seed))
            stopped = result.status == "timeout"
            if result.status == "forbidden" and not found.forbidden:
                worker.send(Flagged((found.unfound,)))
        details = {name: getattr(result, name) for name in ("hint", "inputs", "expected", "got", "seconds")}
        worker.send(CheckDone(result.check, result.status, **details))
