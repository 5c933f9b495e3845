"""How plain data crosses between a student's process and the examiner: MessagePack frames, never pickles.

A frame is eight bytes of length and a MessagePack value. NumPy arrays, tuples, big integers, complex numbers, Keras
models and handles of functions are extension types. Reading allocates only what has arrived, checks every array's
type and size, follows values no deeper than 25, and gives up at a deadline, so the other side may be hostile.
"""

from __future__ import annotations

import contextlib
import math
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import msgpack
import numpy as np

from course.errors import CourseError

MAX_FRAME = 1 << 30  # bytes; a model of 31 million float32 weights is 124 MB
MAX_DEPTH = 25  # lists, tuples and dicts in each other; answers may have 21, and a message puts some around them
MAX_INTEGER_DIGITS = 4_000
MAX_ARRAY_DIMENSIONS = 32
MAX_COMPLAINT = 500  # characters of an error's message that may repeat what came
_ARRAY_KINDS = "biufcSU"  # booleans, numbers, strings: no objects
_CONTAINERS = (list, tuple, dict)
_PIECE = 1 << 20  # bytes that are sent or received at once
_LOOK_SECONDS = 1.0  # until it is asked again how much time is left: it may pass faster than on the wall clock
_LENGTH = struct.Struct(">Q")
_ARRAY, _TUPLE, _INTEGER, _COMPLEX, _MODEL, _FUNCTION = range(1, 7)


TimeLeft = Callable[[], float]


class WireError(CourseError):
    """What arrived is not a message: too large, malformed, or of a kind that may not cross."""


class ConnectionLostError(CourseError):
    """The other side is gone: it died or closed the connection."""


class TooSlowError(CourseError):
    """The other side did not answer before the deadline."""


@dataclass(frozen=True)
class ModelMessage:
    """A Keras model in transit.

    Attributes:
        config: What ``keras.saving.serialize_keras_object`` gives, as JSON text.
        weights: Its weights in the order of ``model.weights``, or None for a graph without weights.
        handle: Number by which the side that sent it still knows it.
    """

    config: str
    weights: list[np.ndarray] | None
    handle: int


@dataclass(frozen=True)
class FunctionMessage:
    """A function in transit: the number by which the side that sent it can be asked to call it."""

    handle: int


class Connection:
    """Frames over a stream socket.

    Args:
        stream: A connected stream socket; the connection owns it from now on.
    """

    def __init__(self, stream: socket.socket) -> None:
        self._stream = stream
        self._stream.setblocking(True)

    def fileno(self) -> int:
        """Return the socket's file descriptor, for ``select``."""
        return self._stream.fileno()

    def close(self) -> None:
        """Close the socket."""
        self._stream.close()

    def send(self, value: Any, left: TimeLeft | None = None) -> None:
        """Send one value.

        Args:
            value: What to send.
            left: Says how many seconds the other side still has to take it; without it there is no limit.

        Raises:
            WireError: The value is too large or of a kind that may not cross.
            TooSlowError: The other side did not take it in time; nothing more can be sent.
            ConnectionLostError: The other side is gone.
        """
        body = encode(value)
        if len(body) > MAX_FRAME:
            raise WireError(f"a message of {len(body):,} bytes is more than the {MAX_FRAME:,} that may cross")
        self._write(_LENGTH.pack(len(body)), left)
        self._write(body, left)

    def receive(self, left: TimeLeft | None = None) -> Any:
        """Return the next value.

        Args:
            left: Says how many seconds to wait for the rest of it; without it there is no limit.

        Raises:
            TooSlowError: It did not arrive in time.
            ConnectionLostError: The other side is gone.
            WireError: What arrived is malformed.
        """
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, left))
        if length > MAX_FRAME:
            raise WireError(f"a message of {length:,} bytes was announced; at most {MAX_FRAME:,} may cross")
        return decode(self._read(length, left))

    def _write(self, data: bytes, left: TimeLeft | None) -> None:
        rest = memoryview(data)
        try:
            if left is None:
                self._stream.sendall(rest)
                return
            while rest:
                _wait([], [self._stream], left)
                with contextlib.suppress(BlockingIOError):
                    rest = rest[self._stream.send(rest[:_PIECE], socket.MSG_DONTWAIT) :]
        except OSError as error:
            raise ConnectionLostError(str(error)) from None

    def _read(self, size: int, left: TimeLeft | None) -> bytes:
        chunks = bytearray()
        while len(chunks) < size:
            if left is not None:
                _wait([self._stream], [], left)
            try:
                chunk = self._stream.recv(min(size - len(chunks), _PIECE))
            except OSError as error:
                raise ConnectionLostError(str(error)) from None
            if not chunk:
                raise ConnectionLostError("the connection was closed")
            chunks += chunk
        return bytes(chunks)


def within(seconds: float) -> TimeLeft:
    """Return a function that says how much is left of some seconds on the wall clock, from now on."""
    deadline = time.monotonic() + seconds
    return lambda: deadline - time.monotonic()


def _wait(to_read: Sequence[socket.socket], to_write: Sequence[socket.socket], left: TimeLeft) -> None:
    """Wait until a socket is ready.

    Raises:
        TooSlowError: No time is left.
    """
    while True:
        seconds = left()
        if seconds <= 0:
            raise TooSlowError
        if any(select.select(to_read, to_write, [], min(seconds, _LOOK_SECONDS))):
            return


def encode(value: Any) -> bytes:
    """Return a value as bytes.

    Raises:
        WireError: It is of a kind that may not cross, or nested too deep.
    """
    _refuse_deep(value)
    return _packed(value)


def decode(data: bytes) -> Any:
    """Return the value that bytes stand for.

    Raises:
        WireError: They are malformed, or the value is nested too deep.
    """
    value = _unpacked(data, MAX_DEPTH)
    _refuse_deep(value)
    return value


def _refuse_deep(value: Any) -> None:
    level = [value] if type(value) in _CONTAINERS else []
    for _ in range(MAX_DEPTH):
        level = [inner for item in level for inner in _inside(item) if type(inner) in _CONTAINERS]
        if not level:
            return
    raise WireError(f"a value that is nested more than {MAX_DEPTH} deep may not cross")


def _inside(container: Any) -> Iterable[Any]:
    return chain(container, container.values()) if type(container) is dict else container


def _packed(value: Any) -> bytes:
    try:
        return msgpack.packb(value, default=_pack_extension, strict_types=True)
    except (TypeError, ValueError, RecursionError, OverflowError) as error:
        raise WireError(f"this value may not cross: {error}") from None


def _unpacked(data: bytes, depth: int) -> Any:
    """Return the value that bytes stand for; extension types may lie ``depth`` deep in each other.

    MessagePack's decoder calls itself for each of them, on a stack that a few hundred would exhaust.
    """
    if depth < 0:
        raise WireError(f"a value that is nested more than {MAX_DEPTH} deep may not cross")
    try:
        read = partial(_unpack_extension, depth=depth - 1)
        return msgpack.unpackb(data, ext_hook=read, strict_map_key=False)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a malformed message: {type(error).__name__}: {error}"[:MAX_COMPLAINT]) from None


def _pack_extension(value: Any) -> msgpack.ExtType:
    if type(value) is np.ndarray and value.dtype.kind in _ARRAY_KINDS:
        array = np.ascontiguousarray(value).reshape(value.shape)
        head = msgpack.packb([array.dtype.str, array.shape, value.flags.writeable])
        return msgpack.ExtType(_ARRAY, head + array.tobytes())
    if type(value) is tuple:
        return msgpack.ExtType(_TUPLE, _packed(list(value)))
    if type(value) is int:
        return msgpack.ExtType(_INTEGER, _digits(value))
    if type(value) is complex:
        return msgpack.ExtType(_COMPLEX, struct.pack(">dd", value.real, value.imag))
    if isinstance(value, ModelMessage):
        return msgpack.ExtType(_MODEL, _packed([value.config, value.weights, value.handle]))
    if isinstance(value, FunctionMessage):
        return msgpack.ExtType(_FUNCTION, struct.pack(">Q", value.handle))
    raise TypeError(f"a {type(value).__name__}")


def _unpack_extension(code: int, data: bytes, depth: int) -> Any:
    if code == _TUPLE:
        return _read_tuple(data, depth)
    if code == _MODEL:
        return _read_model(data, depth)
    if code not in _READERS:
        raise WireError(f"extension type {code} is unknown")
    return _READERS[code](data)


def _digits(value: int) -> bytes:
    if value.bit_length() > MAX_INTEGER_DIGITS * 4:
        raise ValueError("an integer of more than 4,000 hexadecimal digits")
    return format(value, "x").encode()


def _read_integer(data: bytes) -> int:
    if len(data) > MAX_INTEGER_DIGITS + 1:
        raise WireError("an integer with too many digits")
    return int(data, 16)


def _read_array(data: bytes) -> np.ndarray:
    unpacker = msgpack.Unpacker(max_buffer_size=len(data) or 1)
    unpacker.feed(data)
    kind, shape, writeable = unpacker.unpack()
    dtype = np.dtype(kind)
    sizes_ok = len(shape) <= MAX_ARRAY_DIMENSIONS and all(type(size) is int and size >= 0 for size in shape)
    body = data[unpacker.tell() :]
    if dtype.kind not in _ARRAY_KINDS or not sizes_ok or math.prod(shape) * dtype.itemsize != len(body):
        raise WireError(f"an array of type {str(kind)[:20]} and shape {str(shape)[:80]} that does not match its bytes")
    array = np.frombuffer(body, dtype=dtype).reshape(shape).copy()
    array.setflags(write=bool(writeable))
    return array


def _read_tuple(data: bytes, depth: int) -> tuple:
    items = _unpacked(data, depth)
    if type(items) is not list:
        raise WireError("a malformed tuple")
    return tuple(items)


def _read_model(data: bytes, depth: int) -> ModelMessage:
    config, weights, handle = _unpacked(data, depth)
    arrays = weights is None or (isinstance(weights, list) and all(isinstance(w, np.ndarray) for w in weights))
    if not isinstance(config, str) or not arrays or type(handle) is not int:
        raise WireError("a malformed model")
    return ModelMessage(config, weights, handle)


_READERS: dict[int, Callable[[bytes], Any]] = {
    _ARRAY: _read_array,
    _INTEGER: _read_integer,
    _COMPLEX: lambda data: complex(*struct.unpack(">dd", data)),
    _FUNCTION: lambda data: FunctionMessage(*struct.unpack(">Q", data)),
}
