"""The student's side of a grading session: run the notebook's cells, then answer the examiner's calls.

This runs in a fork of the warm template, inside the sandbox, with the student's code. Nothing here protects anything:
the code may do to this process whatever it likes. It only makes an honest answer's way short.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import Any

from course.checks.answers import AnswerError, NotAnsweredError, builds_structure, call, student_trace
from course.checks.values import NotPlainError
from course.grading.session.kernel import Kernel
from course.grading.session.models import from_message
from course.grading.session.protocol import Handles, pack, replace
from course.grading.session.wire import Connection, FunctionMessage, Lost, ModelMessage, WireError

MIN_SECONDS = 0.5  # for an added cell when those before it have used up the time for all: definitions still run


class CellTimeout(BaseException):
    """A cell or a call took longer than it may; not an Exception, so that ``except Exception`` lets it pass."""


def serve(connection: Connection) -> None:
    """Run the program that the examiner sends, then answer its calls until it hangs up."""
    try:
        job = connection.receive()
        kernel = Kernel()
        left_for_added = job["added_seconds"]
        for index, cell in enumerate(job["cells"]):
            connection.send(["cell", index])
            start, added = time.monotonic(), cell["role"] == "added"
            error = _run_cell(cell, kernel, min(job["cell_seconds"], left_for_added) if added else job["cell_seconds"])
            left_for_added -= added * min(time.monotonic() - start, left_for_added - MIN_SECONDS)
            if error:
                connection.send(["cell error", index, error])
        connection.send(["ready"])
        _Answers(connection, kernel.namespace, job["call_seconds"]).serve()
    except Lost:
        return


def _run_cell(cell: dict[str, str], kernel: Kernel, seconds: float) -> str:
    """Run one cell; return what it raised, in words, or nothing."""
    try:
        with _time_limit(seconds):
            kernel.run(cell["source"], f"<{cell['label']}>")
    except CellTimeout:
        return "TimeoutError: stopped, it took too long (an endless loop?)"
    except SyntaxError as error:
        return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
    except BaseException as error:
        return _in_words(error)
    return ""


def _in_words(error: BaseException) -> str:
    with contextlib.suppress(BaseException):
        return f"{type(error).__name__}: {error}"[:500]
    return "an exception that cannot be printed"


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise CellTimeout

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Answers:
    """Answers the examiner's requests from a namespace."""

    def __init__(self, connection: Connection, namespace: dict[str, Any], seconds: float) -> None:
        self._connection = connection
        self._namespace = namespace
        self._seconds = seconds
        self._handles = Handles()

    def serve(self) -> None:
        while True:
            request = self._connection.receive()
            reply = self._reply(request)
            try:
                self._connection.send(reply)
            except WireError as error:
                self._connection.send(["error", "TypeError", f"what it returned cannot be handed over: {error}", ""])

    def _reply(self, request: list) -> list:
        try:
            with _time_limit(self._seconds):
                return ["value", self._value(*request)]
        except CellTimeout:
            return ["timeout", "stopped, it took too long (an endless loop?)"]
        except NotAnsweredError as error:
            return ["missing", str(error)]
        except AnswerError as error:
            return ["error", error.kind, error.message[:2000], error.trace[:4000]]
        except NotPlainError as error:
            return ["error", "TypeError", f"the answer {error}", ""]
        except BaseException as error:
            return ["error", type(error).__name__, _in_words(error), student_trace(error)[:4000]]

    def _value(self, verb: str, *details: Any) -> Any:
        if verb == "get":
            return self._get(*details)
        handle, name, arguments, keywords, weights = details
        function = self._handles[handle]
        arguments, keywords = self._unpacked(arguments), self._unpacked(keywords)
        structure = builds_structure(name, weights)
        result = call(function, tuple(arguments), keywords, structure=structure)
        return pack(result, self._handles, with_weights=not structure)

    def _get(self, name: str) -> Any:
        if name not in self._namespace:
            raise NotAnsweredError(f"`{name}` is not defined")
        if self._namespace[name] is Ellipsis:
            raise NotAnsweredError(f"`{name}` is still `...`: put your answer there")
        return pack(self._namespace[name], self._handles, with_weights=True)

    def _unpacked(self, value: Any) -> Any:
        return replace(value, self._received)

    def _received(self, item: Any) -> Any:
        if isinstance(item, ModelMessage):
            return from_message(item, trusted=True)
        return self._callback(item.handle) if isinstance(item, FunctionMessage) else item

    def _callback(self, handle: int) -> Any:
        def function(*arguments: Any, **keywords: Any) -> Any:
            packed = [pack(part, self._handles, with_weights=True) for part in (arguments, keywords)]
            self._connection.send(["callback", handle, *packed])
            outcome, value = self._connection.receive()
            if outcome == "raised":
                raise RuntimeError(value)
            return self._unpacked(value)

        return function
