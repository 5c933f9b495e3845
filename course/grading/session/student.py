"""The student's side of a grading session: run the notebook's cells, then answer the examiner's requests.

This runs in a fork of the warm fork server, inside the sandbox, with the student's code. Nothing here protects
anything: the code may do to this process whatever it likes. It only makes an honest answer's way short, and keeps an
honest mistake (an endless loop, a thread or a process that goes on by itself) from being taken for something else.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from typing import Any

from course.checks.answers import AnswerError, NotAnsweredError, builds_structure, call, student_trace
from course.checks.values import NotPlainError
from course.grading.session.alarm import TOO_LONG, Alarm, TimeIsUpError
from course.grading.session.kernel import Kernel
from course.grading.session.lending import Handles, pack, replace
from course.grading.session.models import from_message
from course.grading.session.protocol import (
    Call,
    CallLent,
    Cell,
    CellRaised,
    CellsDone,
    CellStarted,
    Channel,
    Get,
    LentRaised,
    LentReturned,
    Missing,
    Raised,
    Reply,
    Request,
    RunCells,
    TimedOut,
    Value,
)
from course.grading.session.wire import Connection, ConnectionLostError, FunctionMessage, ModelMessage, WireError

MIN_SECONDS = 0.5  # for an added cell when those before it have used up the time for all: definitions still run


def serve(connection: Connection) -> None:
    """Run the program that the examiner sends, then answer its requests until it hangs up."""
    student = Student(Channel(connection))
    with contextlib.suppress(ConnectionLostError):
        student.run_cells()
        student.answer()


class Student:
    """The student's names, and the examiner who asks for them.

    Args:
        channel: To the examiner.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._kernel = Kernel()
        self._alarm = Alarm()
        self._handles = Handles()
        self._process = os.getpid()
        # Held by the thread that speaks with the examiner: one message, or a call of a lent function until it is back.
        self._turn = threading.RLock()
        self._requests: list[int] = []  # those whose reply is owed, each asked while the one before waits
        self._calls = itertools.count(1)  # numbers of calls of lent functions

    def run_cells(self) -> None:
        """Receive the cells, run each, and report what they raise."""
        job = self._channel.receive(RunCells)
        self._seconds = job.seconds
        left_for_added = job.seconds.added
        for index, cell in enumerate(job.cells):
            self._send(CellStarted(index))
            watch = self._alarm.stopwatch()
            error = self._run_cell(cell, min(job.seconds.cell, left_for_added) if cell.added else job.seconds.cell)
            left_for_added -= cell.added * min(watch.seconds(), left_for_added - MIN_SECONDS)
            if error:
                self._send(CellRaised(index, error))
        self._send(CellsDone())

    def _run_cell(self, cell: Cell, seconds: float) -> str:
        """Run one cell; return what it raised, in words, or nothing."""
        try:
            with self._alarm.limit(seconds):
                self._kernel.run(cell.source, f"<{cell.label}>")
        except TimeIsUpError:
            return f"TimeoutError: {TOO_LONG}"
        except SyntaxError as error:
            return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
        except BaseException as error:
            return _in_words(error)
        return ""

    def answer(self) -> None:
        """Answer one request after the other, for ever."""
        while True:
            with self._turn:  # a thread that called a lent function reads its result first
                request = self._channel.receive(Request)
                self._requests = [request.request]
            try:
                with self._alarm.limit(self._seconds.call):
                    reply = self._reply(request)
            except TimeIsUpError:
                reply = TimedOut(request.request)
            self._requests = []  # what the request lent may not be called any more
            with self._turn:
                self._send(reply)

    def _reply(self, request: Request) -> Reply:
        number = request.request
        try:
            return Value(number, self._value(request))
        except TimeIsUpError:
            raise
        except NotAnsweredError as error:
            return Missing(number, str(error))
        except AnswerError as error:
            return Raised(number, error.kind, error.message, error.trace)
        except NotPlainError as error:
            return Raised(number, "TypeError", f"the answer {error}")
        except BaseException as error:
            return Raised(number, type(error).__name__, _in_words(error), student_trace(error))

    def _send(self, message: Any) -> None:
        """Send a message, whole.

        A process that the student's code started, and that came out of it here, ends: it is not the one asked.
        """
        if os.getpid() != self._process:
            os._exit(0)
        try:
            self._channel.send(message)
        except WireError as error:
            if not isinstance(message, Reply):
                raise TypeError(f"what it was given cannot be handed over: {error}") from None
            words = f"what it returned cannot be handed over: {error}"
            self._channel.send(Raised(message.request, "TypeError", words))

    def _value(self, request: Request) -> Any:
        match request:
            case Get(_, name):
                return self._get(name)
            case Call(_, handle, name, arguments, keywords, weights):
                function = self._handles[handle]
                arguments, keywords = self._unpacked(arguments), self._unpacked(keywords)
                structure = builds_structure(name, weights)
                result = call(function, arguments, keywords, structure=structure)
                return pack(result, self._handles, with_weights=not structure)

    def _get(self, name: str) -> Any:
        names = self._kernel.namespace
        if name not in names:
            raise NotAnsweredError(f"`{name}` is not defined")
        if names[name] is Ellipsis:
            raise NotAnsweredError(f"`{name}` is still `...`: put your answer there")
        return pack(names[name], self._handles, with_weights=True)

    def _unpacked(self, value: Any) -> Any:
        return replace(value, self._received)

    def _received(self, item: Any) -> Any:
        if isinstance(item, ModelMessage):
            return from_message(item, trusted=True)
        return self._lent_function(item.handle) if isinstance(item, FunctionMessage) else item

    def _lent_function(self, handle: int) -> Any:
        lent_with = self._requests[-1]

        def function(*arguments: Any, **keywords: Any) -> Any:
            if os.getpid() != self._process:
                raise RuntimeError("a function that a check lends can be called in the process that got it alone")
            packed = [pack(part, self._handles, with_weights=True) for part in (arguments, keywords)]
            with self._turn, self._deferred():
                open_requests = self._requests
                if lent_with not in open_requests:
                    raise RuntimeError("the check that lent this function is over")
                result = self._call_lent(CallLent(open_requests[-1], next(self._calls), handle, *packed))
            return self._unpacked(result)

        return function

    def _deferred(self) -> contextlib.AbstractContextManager:
        """Keep the alarm, which interrupts the main thread alone, from interrupting an exchange of messages."""
        main = threading.current_thread() is threading.main_thread()
        return self._alarm.deferred if main else contextlib.nullcontext()

    def _call_lent(self, call: CallLent) -> Any:
        self._send(call)
        while True:
            match self._channel.receive(Request | LentReturned | LentRaised):
                case LentReturned(call=number, value=value) if number == call.call:
                    return value
                case LentRaised(call=number, message=message) if number == call.call:
                    raise RuntimeError(message)
                case Get() | Call() as request:  # the lent function calls a function that it was given
                    self._answer_inside(request)

    def _answer_inside(self, request: Request) -> None:
        """Answer a request while another one waits; its time is the other one's, and the examiner's patience."""
        open_requests = self._requests
        open_requests.append(request.request)
        reply = self._reply(request)
        open_requests.pop()
        self._send(reply)


def _in_words(error: BaseException) -> str:
    with contextlib.suppress(BaseException):
        return f"{type(error).__name__}: {error}"[:500]
    return "an exception that cannot be printed"
