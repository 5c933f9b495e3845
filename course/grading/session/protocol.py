"""What the processes of a grading session say to each other: one class for each message.

Four conversations, each in one direction a type of its own:

- the worker and a fork server: :data:`ToForkServer`, :data:`FromForkServer`;
- the worker and the examiner: :class:`Job` there, :data:`Report` back;
- the examiner and the student's process: :data:`ToStudent`, :data:`FromStudent`.

**Numbers.** The examiner numbers its requests. The student's process says with each reply, and with each call of a
function that it was lent, to which request it belongs, and numbers these calls too; the examiner's answer to a call
repeats the call's number. So a message that comes late is never taken for another one: what belongs to an earlier
request is dropped, what belongs to a later one is no message.

**Order.** After :class:`RunCells` the student's process reports each cell, then :class:`CellsDone`; from then on the
examiner asks one thing at a time. While the student's process owes a reply, it may call lent functions, one at a time;
while the examiner owes the result of such a call, it may send a request in its turn, up to :data:`MAX_CALLS` deep.

**Trust.** What comes from a student's process may be anything. :func:`from_data` takes nothing but a list that begins
with the name of a message that is expected here, and holds as many fields of the right types and lengths.
Texts are cut to their length when they are sent, so that no honest message is refused.

A message on the wire is a list: the name of its class, then its fields (see :mod:`course.grading.session.wire`).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from course.checks.runner import Status
from course.grading.sandbox.limits import Limits
from course.grading.session.wire import Connection, TimeLeft, WireError, decode, encode

MAX_CALLS = 8  # calls from one process into the other and back, in each other
MAX_ORDER = 1 << 16  # bytes of a message from or to a fork server

Text = Annotated[str, 2_000]  # characters at most
LongText = Annotated[str, 4_000]
Side = Literal["student", "examiner"]


class EndReason(enum.Enum):
    """Why a session ended before all was examined."""

    DIED = "died"
    TIMED_OUT = "timed out"
    UNREADABLE = "unreadable"
    EXAMINER_FAILED = "examiner failed"


# From the worker to a fork server, and back.


@dataclass(frozen=True)
class Settings:
    """What a fork server is, said to it first.

    Attributes:
        side: Whose processes it forks.
        lab: The lab's name.
        checks: Where it finds the file of the lab's checks.
        imports: Modules to import once, for all forks.
        sandboxed: Whether it runs in bubblewrap, as process 1 of a namespace.
        limits: What a fork may use.
        uid: The user that forks become; None: the one who grades.
    """

    side: Side
    lab: str
    checks: str
    imports: tuple[str, ...]
    sandboxed: bool
    limits: Limits
    uid: int | None


@dataclass(frozen=True)
class Ready:
    """The fork server has imported everything."""


@dataclass(frozen=True)
class Fork:
    """Fork.

    Open files come along with this message: the fork's sockets, and last, for the fork server itself, the
    :class:`~course.grading.sandbox.used_time.TimeSheet` that it keeps.
    """


@dataclass(frozen=True)
class Forked:
    """There is a fork."""


@dataclass(frozen=True)
class Stop:
    """End the fork and all that it started, and remove what it left."""


@dataclass(frozen=True)
class Stopped:
    """All is ended and removed.

    Attributes:
        left: Paths that could not be removed.
    """

    left: tuple[str, ...]


# From the worker to the examiner, and back.


@dataclass(frozen=True)
class Cell:
    """A code cell to run.

    Attributes:
        label: What messages call it.
        source: Its source, magics and all.
        added: Whether the student added it.
    """

    label: str
    source: str
    added: bool


@dataclass(frozen=True)
class Seconds:
    """How long the student's code may take (:class:`~course.grading.sandbox.used_time.Stopwatch` says what counts).

    Attributes:
        cell: One cell.
        added: All cells together that the student added.
        call: One call of an answer.
    """

    cell: float
    added: float
    call: float


@dataclass(frozen=True)
class Job:
    """What to examine.

    Attributes:
        cells: The cells to run.
        sources: The sources to search for what an exercise rules out.
        checks: Names of the checks to run.
        seed: Seed of their random inputs.
        seconds: Time limits.
    """

    cells: tuple[Cell, ...]
    sources: tuple[str, ...]
    checks: tuple[str, ...]
    seed: int
    seconds: Seconds


@dataclass(frozen=True)
class CellStarted:
    """A cell runs now, says the student's process to the examiner, and the examiner to the worker."""

    index: int


@dataclass(frozen=True)
class CellErrors:
    """All cells have run. ``errors``: label of each that raised → what it raised."""

    errors: dict[str, Text]


@dataclass(frozen=True)
class CheckStarted:
    """A check runs now."""

    check: str


@dataclass(frozen=True)
class CheckDone:
    """What came of a check; the fields are those of :class:`course.checks.runner.CheckResult`."""

    check: str
    status: Status
    hint: LongText
    inputs: LongText
    expected: LongText
    got: LongText
    seconds: float


@dataclass(frozen=True)
class Flagged:
    """Something that a human should look at."""

    flags: tuple[LongText, ...]


@dataclass(frozen=True)
class Done:
    """Every check has run."""


@dataclass(frozen=True)
class Ended:
    """The session with the student's process is over before every check has run.

    Attributes:
        reason: Why.
        detail: More about it, for a reader; may be empty.
    """

    reason: EndReason
    detail: Text = ""


# From the examiner to the student's process.


@dataclass(frozen=True)
class RunCells:
    """Run these cells."""

    cells: tuple[Cell, ...]
    seconds: Seconds


@dataclass(frozen=True)
class Get:
    """Hand over the value of a name."""

    request: int
    name: str


@dataclass(frozen=True)
class Call:
    """Call a function that was handed over.

    Attributes:
        request: Number of this request.
        handle: Number of the function.
        name: What it was got by: decides whether it builds a graph without weights.
        arguments: Positional arguments.
        keywords: Keyword arguments.
        weights: Whether functions named ``build_…`` create weights.
    """

    request: int
    handle: int
    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    weights: bool


@dataclass(frozen=True)
class LentReturned:
    """What a lent function returned. ``call`` is the number of :class:`CallLent`."""

    call: int
    value: Any


@dataclass(frozen=True)
class LentRaised:
    """What a lent function raised, in words."""

    call: int
    message: Text


# From the student's process to the examiner.


@dataclass(frozen=True)
class CellRaised:
    """A cell raised something."""

    index: int
    error: Text


@dataclass(frozen=True)
class CellsDone:
    """All cells have run."""


@dataclass(frozen=True)
class Value:
    """The value asked for, or what the function returned."""

    request: int
    value: Any


@dataclass(frozen=True)
class Missing:
    """There is no answer: the name is not defined, or its stub is still in place."""

    request: int
    message: Text


@dataclass(frozen=True)
class Raised:
    """The student's code raised, or returned something that may not cross.

    Attributes:
        request: The request's number.
        kind: Name of the exception's class.
        message: Its message.
        trace: The lines of its traceback that lie in the student's code.
    """

    request: int
    kind: Text
    message: Text
    trace: LongText = ""


@dataclass(frozen=True)
class TimedOut:
    """The student's code was stopped when its time was up."""

    request: int


@dataclass(frozen=True)
class CallLent:
    """Call a function that was lent as an argument.

    Attributes:
        request: The request that it was lent with.
        call: Number of this call.
        handle: Number of the function.
        arguments: Positional arguments.
        keywords: Keyword arguments.
    """

    request: int
    call: int
    handle: int
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]


ToForkServer = Settings | Fork | Stop
FromForkServer = Ready | Forked | Stopped
Report = CellStarted | CellErrors | CheckStarted | CheckDone | Flagged | Done | Ended
Request = Get | Call
ToStudent = RunCells | Request | LentReturned | LentRaised
Reply = Value | Missing | Raised | TimedOut
FromStudent = CellStarted | CellRaised | CellsDone | Reply | CallLent


class Channel:
    """A connection that carries messages.

    Args:
        connection: To another process.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def send(self, message: Any, left: TimeLeft | None = None) -> None:
        """Send a message; arguments and errors as in :meth:`Connection.send`."""
        self._connection.send(to_data(message), left)

    def receive(self, expected: Any, left: TimeLeft | None = None) -> Any:
        """Return the next message.

        Args:
            expected: The class that it may have, or a union of several.
            left: Says how many seconds to wait for the rest of it; without it there is no limit.

        Raises:
            TooSlowError: It did not arrive in time.
            ConnectionLostError: The other side is gone.
            WireError: What arrived is no message, or none that is expected.
        """
        return from_data(self._connection.receive(left), expected)


def to_bytes(message: Any) -> bytes:
    """Return a message as bytes, for a socket that keeps messages apart."""
    return encode(to_data(message))


def from_bytes(data: bytes, expected: Any) -> Any:
    """Return the message that bytes stand for; arguments and errors as in :func:`from_data`."""
    return from_data(decode(data), expected)


def to_data(message: Any) -> list[Any]:
    """Return a message as plain data: the name of its class, then its fields; texts are cut to their length."""
    return [type(message).__name__, *_written_fields(message)]


def from_data(data: Any, expected: Any) -> Any:
    """Return the message that plain data stands for.

    Args:
        data: Anything.
        expected: The class that the message may have, or a union of several.

    Raises:
        WireError: It is no such message.
    """
    kinds = {kind.__name__: kind for kind in get_args(expected) or (expected,)}
    if type(data) is not list or not data or type(data[0]) is not str or data[0] not in kinds:
        raise WireError("nothing that is expected here")
    return _read_fields(kinds[data[0]], data[1:])


def _written_fields(message: Any) -> list[Any]:
    return [_written(kind, getattr(message, name)) for name, kind in _kinds(message.__class__).items()]


def _written(kind: Any, value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if is_dataclass(kind):
        return _written_fields(value)
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is Annotated:
            return value[: arguments[1]] if type(value) is str else value
        case origin if origin is tuple:
            return [_written(arguments[0], item) for item in value]
        case origin if origin is dict:
            return {key: _written(arguments[1], item) for key, item in value.items()}
    return value


def _read_fields(kind: type, values: Sequence[Any]) -> Any:
    kinds = _kinds(kind)
    if type(values) is not list or len(values) != len(kinds):
        raise WireError(f"not the {len(kinds)} fields of {kind.__name__}")
    try:
        return kind(*(_read(each, value) for each, value in zip(kinds.values(), values, strict=True)))
    except (TypeError, ValueError, OverflowError) as error:
        raise WireError(f"a malformed {kind.__name__}: {error}") from None


def _read(kind: Any, value: Any) -> Any:
    """Return a field's value.

    Raises:
        TypeError, ValueError, OverflowError: It is none of its kind.
    """
    if kind is Any:
        return value
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_fields(kind, value)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if get_origin(kind) is not None:
        return _read_compound(get_origin(kind), get_args(kind), value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"a {type(value).__name__}, not a {kind.__name__}")
    if kind is int and value < 0:
        raise ValueError("a negative number")
    return value


def _read_compound(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    if origin is Annotated and type(value) is str and len(value) <= arguments[1]:
        return value
    if origin is tuple and type(value) is list:
        return tuple(_read(arguments[0], item) for item in value)
    if origin is dict and type(value) is dict:
        return {_read(arguments[0], key): _read(arguments[1], item) for key, item in value.items()}
    if origin is Literal and type(value) is str and value in arguments:
        return value
    if origin in (Union, UnionType):
        return None if value is None else _read(arguments[0], value)
    raise TypeError(f"a {type(value).__name__} that is too long or of another kind")


@cache
def _kinds(message: type) -> dict[str, Any]:
    hints = get_type_hints(message, include_extras=True)
    return {field.name: hints[field.name] for field in fields(message)}
