"""Plain data crosses unchanged; anything else is refused, also when the other side is hostile."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import threading
from collections.abc import Callable

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from course.grading.session.wire import (
    Connection,
    ConnectionLostError,
    FunctionMessage,
    ModelMessage,
    TooSlowError,
    WireError,
    decode,
    encode,
    within,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
@settings(max_examples=200, deadline=None)
def test_plain_data_comes_back_with_the_same_types(value):
    copy = decode(encode(value))
    assert copy == value
    assert repr(copy) == repr(value)


@given(
    npst.arrays(
        npst.boolean_dtypes() | npst.integer_dtypes() | npst.floating_dtypes() | npst.complex_number_dtypes(),
        npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
@settings(max_examples=100, deadline=None)
def test_arrays_come_back_bit_by_bit(array):
    copy = decode(encode(array))
    assert copy.dtype == array.dtype
    assert copy.shape == array.shape
    assert copy.tobytes() == np.ascontiguousarray(array).tobytes()


def test_arrays_that_are_read_only_stay_so():
    array = np.arange(6.0)
    array.setflags(write=False)
    assert not decode(encode(array)).flags.writeable
    assert decode(encode(array.copy())).flags.writeable


def test_arrays_that_are_not_contiguous_cross():
    array = np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1)[::2]
    np.testing.assert_array_equal(decode(encode(array)), array)


def test_not_a_number_and_infinity_cross():
    copy = decode(encode([math.nan, math.inf]))
    assert math.isnan(copy[0])
    assert copy[1] == math.inf


def test_models_and_functions_cross_as_handles():
    model = ModelMessage("{}", [np.zeros((2, 2), np.float32)], 3)
    copy, function = decode(encode([model, FunctionMessage(7)]))
    assert (copy.config, copy.handle, function.handle) == ("{}", 3, 7)
    np.testing.assert_array_equal(copy.weights[0], model.weights[0])


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, np.array([object()]), type("Liar", (float,), {})(1.0), type("L", (list,), {})([1])],
    ids=["object", "set", "object array", "float subclass", "list subclass"],
)
def test_other_things_are_refused(value):
    with pytest.raises(WireError):
        encode(value)


def test_a_cycle_is_refused():
    cycle: list = []
    cycle.append(cycle)
    with pytest.raises(WireError):
        encode(cycle)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        encode([1])[:-1],
        msgpack.packb(msgpack.ExtType(99, b"")),
        msgpack.packb(msgpack.ExtType(1, msgpack.packb(["<f8", [2**40, 2**40], True]))),
        msgpack.packb(msgpack.ExtType(1, msgpack.packb(["|O", [1], True]) + b"\0" * 8)),
        msgpack.packb(msgpack.ExtType(1, msgpack.packb(["<f8", [-1], True]) + b"\0" * 8)),
        msgpack.packb(msgpack.ExtType(3, b"f" * 10_000)),
        msgpack.packb(msgpack.ExtType(5, encode(["{}", [1, 2], 0]))),
        b"\x91" * 100_000 + b"\xc0",
        msgpack.packb(msgpack.ExtType(2, msgpack.packb({1: 2}))),
    ],
    ids=["empty", "reserved", "cut", "unknown", "huge", "objects", "negative", "digits", "model", "deep", "no list"],
)
def test_malformed_messages_are_refused(data):
    with pytest.raises(WireError):
        decode(data)


def in_each_other(depth: int, around: Callable[[bytes], bytes]) -> bytes:
    """Return a message of ``depth`` containers in each other."""
    body = b"\xc0"
    for _ in range(depth):
        body = around(body)
    return body


AROUND = {
    "tuples": lambda body: msgpack.packb(msgpack.ExtType(2, b"\x91" + body)),
    "lists": lambda body: b"\x91" + body,
    "values of dicts": lambda body: b"\x81\xc0" + body,
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("depth", [26, 203, 20_000])  # 203 tuples, 951 bytes, once crashed the decoder
def test_values_nested_deep_are_refused_in_clear_words(depth: int, around: Callable[[bytes], bytes]):
    with pytest.raises(WireError, match=r"more than 25 deep|malformed"):
        decode(in_each_other(depth, around))


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_values_nested_25_deep_cross(around: Callable[[bytes], bytes]):
    assert encode(decode(in_each_other(25, around))) == in_each_other(25, around)
    with pytest.raises(WireError, match="more than 25 deep"):
        encode([decode(in_each_other(25, around))])


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_random_bytes_never_raise_anything_else(data):
    with contextlib.suppress(WireError):
        decode(data)


def test_a_connection_carries_large_arrays():
    ours, theirs = socket.socketpair()
    array = np.random.default_rng(0).normal(size=(1000, 1000))
    sender = threading.Thread(target=Connection(ours).send, args=(array,))
    sender.start()
    np.testing.assert_array_equal(Connection(theirs).receive(within(20)), array)
    sender.join()


def test_a_connection_gives_up_on_the_silent_the_slow_and_the_dead():
    ours, theirs = socket.socketpair()
    connection = Connection(theirs)
    with pytest.raises(TooSlowError):
        connection.receive(within(0.05))
    ours.sendall(struct.pack(">Q", 100) + b"only the beginning")
    with pytest.raises(TooSlowError):
        connection.receive(within(0.05))
    ours.close()
    with pytest.raises(ConnectionLostError):
        connection.receive(within(1))


def test_an_announced_flood_is_refused_before_it_is_read():
    ours, theirs = socket.socketpair()
    ours.sendall(struct.pack(">Q", 1 << 60))
    with pytest.raises(WireError, match="may cross"):
        Connection(theirs).receive(within(1))
