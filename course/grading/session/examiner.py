"""The examiner's side of a grading session: run the checks against names that live in another process.

The examiner never runs a line of the student's code. It asks for values and calls, gets plain data, rebuilds models
from an allow-list of classes, and reports each check's result as soon as it is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from course.checks.answers import AnswerError, AnswerTimeoutError, NotAnsweredError, builds_structure
from course.checks.compare import CheckFailedError
from course.checks.registry import Check, LabChecks
from course.checks.runner import result_of, run_check
from course.checks.without import Findings, search
from course.grading.session.models import UnsafeModel, from_message
from course.grading.session.protocol import Handles, pack, replace
from course.grading.session.wire import Connection, FunctionMessage, Lost, ModelMessage, TooSlow, WireError, encode

GRACE = 10.0  # seconds after its own time limit until a silent student's process is given up
MAX_WORDS = 2_000  # characters of a message from the student's side
_STOPPED = "stopped running (it crashed, left Python, or used more than it may)"


class StudentGone(BaseException):
    """The student's process died or went silent; the session is over. Not an Exception: no check may catch it."""


class Remote:
    """The student's process, asked one thing at a time.

    Args:
        connection: To the student's process.
        call_seconds: How long one call may take.

    Attributes:
        cell_errors: Label of each cell that raised → what it raised.
        graphs: Models without weights that were built already, by the call that built them: checks only read them, so
            those that make the same call share one.
    """

    def __init__(self, connection: Connection, call_seconds: float) -> None:
        self._connection = connection
        self._seconds = call_seconds
        self._handles = Handles()
        self.cell_errors: dict[str, str] = {}
        self.graphs: dict[bytes, Any] = {}

    def run_cells(self, job: dict[str, Any], on_cell: Callable[[int], None]) -> None:
        """Have the student's process run its cells; remember what they raised.

        Args:
            job: What :func:`course.grading.session.student.serve` expects.
            on_cell: Told each cell's index before it runs.

        Raises:
            StudentGone: It died or went silent during a cell.
        """
        self._send(job)
        running = raised = -1
        while True:  # each message may come once, in its turn: as many as there are cells, and no more
            match self._receive(time.monotonic() + job["cell_seconds"] + GRACE):
                case ["ready"]:
                    return
                case ["cell", int(index)] if running < index < len(job["cells"]):
                    running = index
                    on_cell(index)
                case ["cell error", int(index), str(error)] if raised < index == running:
                    raised = index
                    self.cell_errors.setdefault(job["cells"][index]["label"], error[:MAX_WORDS])
                case _:
                    raise StudentGone("sent something that is no message")

    def ask(self, *request: Any) -> Any:
        """Send a request and return its value.

        Raises:
            NotAnsweredError, AnswerError, AnswerTimeoutError: What the student's side said.
            StudentGone: It died, went silent, or sent something that is no message.
        """
        deadline = time.monotonic() + self._seconds + GRACE
        self._send(list(request))
        while True:
            match self._receive(deadline):
                case ["value", value]:
                    return value
                case ["callback", int(handle), tuple(arguments) | list(arguments), dict(keywords)]:
                    self._send(self._call_back(handle, arguments, keywords))
                case ["missing", str(message)]:
                    raise NotAnsweredError(message[:MAX_WORDS])
                case ["timeout", str(message)]:
                    raise AnswerTimeoutError("TimeoutError", message[:MAX_WORDS])
                case ["error", str(kind), str(message), str(trace)]:
                    raise AnswerError(kind[:MAX_WORDS], message[:MAX_WORDS], trace[: 2 * MAX_WORDS])
                case _:
                    raise StudentGone("sent something that is no message")

    def lend(self, value: Any) -> Any:
        """Return a check's argument as what may cross to the student."""
        return pack(value, self._handles, with_weights=True)

    def _call_back(self, handle: int, arguments: Any, keywords: dict[str, Any]) -> list:
        try:
            function = self._handles[handle]
            arguments, keywords = self._received(tuple(arguments)), self._received(keywords)
            return ["returned", self.lend(function(*arguments, **keywords))]
        except Exception as error:
            return ["raised", f"{type(error).__name__}: {error}"]

    def _received(self, value: Any) -> Any:
        return replace(value, lambda item: import_value(item, self, "argument", True))

    def forget(self) -> None:
        """Take back every function and model that was lent: the next check's student may not call them."""
        self._handles = Handles()

    def _send(self, value: Any) -> None:
        try:
            self._connection.send(value, GRACE + self._seconds)
        except Lost:
            raise StudentGone(_STOPPED) from None
        except TooSlow:
            raise StudentGone("did not come back: it took nothing that was sent to it") from None

    def _receive(self, deadline: float) -> Any:
        seconds = max(0.0, deadline - time.monotonic())
        try:
            return self._connection.receive(seconds)
        except Lost:
            raise StudentGone(_STOPPED) from None
        except TooSlow:
            raise StudentGone("did not come back in time") from None
        except WireError as error:
            raise StudentGone(f"sent something that is no message: {error}"[:MAX_WORDS]) from None


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
            return import_value(self._remote.ask("get", name), self._remote, name, self._weights)
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
        packed = [remote.lend(arguments), remote.lend(keywords)]
        if not builds_structure(name, weights):
            return import_value(remote.ask("call", handle, name, *packed, weights), remote, name, weights)
        call = encode([name, *packed])
        if call not in remote.graphs:
            value = remote.ask("call", handle, name, *packed, weights)
            remote.graphs[call] = import_value(value, remote, name, weights)
        return remote.graphs[call]

    return function


def _rebuilt(message: ModelMessage, remote: Remote) -> Any:
    try:
        return from_message(message)
    except UnsafeModel as error:
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


def examine(job: dict[str, Any], checks: LabChecks, student: Connection, results: Connection) -> None:
    """Run checks on one submission and report each result as soon as it is known.

    Args:
        job: ``cells`` to run, ``sources`` to search, ``checks`` to run by name, ``seed``, ``cell_seconds`` and
            ``call_seconds``.
        checks: The lab's checks.
        student: To the student's process.
        results: To the worker: ``["cell", index]``, ``["check", name]``, ``["result", {…}]``, ``["flags", […]]``,
            ``["cell errors", {…}]``, then ``["done"]`` or ``["lost", reason]``.
    """
    remote = Remote(student, job["call_seconds"])
    wanted = set(job["checks"])
    try:
        remote.run_cells(
            {key: job[key] for key in ("cells", "cell_seconds", "added_seconds", "call_seconds")},
            on_cell=lambda index: results.send(["cell", index]),
        )
        results.send(["cell errors", remote.cell_errors])
        for exercise in checks.exercises:
            _examine_exercise([c for c in checks.of(exercise) if c.name in wanted], checks, remote, job, results)
        results.send(["done"])
    except StudentGone as gone:
        results.send(["lost", str(gone)])


def _examine_exercise(
    mine: list[Check], checks: LabChecks, remote: Remote, job: dict[str, Any], results: Connection
) -> None:
    if not mine:
        return
    exercise = mine[0].exercise
    found = search(job["sources"], exercise, checks.without[exercise]) if exercise in checks.without else Findings()
    if found.evasive:
        results.send(["flags", list(found.evasive)])
    stopped = None
    for check in mine:
        results.send(["check", check.name])
        if found.forbidden:
            hint = f"{'; '.join(found.forbidden)}: this exercise is to be written without it"
            result = result_of(check, "forbidden", {"hint": hint})
        elif stopped:
            result = result_of(check, "timeout", {"hint": "not run: an earlier check of this exercise took too long"})
        else:
            remote.forget()
            result = run_check(check, RemoteAnswer(remote, check.weights), job["seed"])
            stopped = result.status == "timeout"
        results.send(["result", result.as_dict()])
