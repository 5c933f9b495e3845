"""The filter of system calls, run by a small interpreter of its language: what it refuses on each machine."""

from __future__ import annotations

import errno
import struct

import pytest

from course.grading.sandbox.seccomp import program

ALLOWED = 0x7FFF0000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
NUMBERS = {  # unistd_64.h and asm-generic/unistd.h
    "x86_64": {
        "read": 0,
        "mmap": 9,
        "ioctl": 16,
        "shmget": 29,
        "socket": 41,
        "clone": 56,
        "ptrace": 101,
        "unshare": 272,
    }
    | {"setpriority": 141, "sched_setaffinity": 203, "prlimit64": 302, "memfd_create": 319, "clone3": 435},
    "aarch64": {"read": 63, "mmap": 222, "ioctl": 29, "shmget": 194, "socket": 198, "clone": 220, "ptrace": 117}
    | {"setpriority": 140, "sched_setaffinity": 122, "prlimit64": 261, "memfd_create": 279, "clone3": 435}
    | {"unshare": 97},
}
EPERM, ENOSYS = errno.EPERM, errno.ENOSYS
CALLS = [
    ("read", (0,), 0),
    ("shmget", (1, 2, 3), EPERM),
    ("ptrace", (16, 1), EPERM),
    ("unshare", (1 << 28,), EPERM),
    ("clone3", (0, 0), ENOSYS),
    ("memfd_create", (0, 0), ENOSYS),
    ("clone", (0x1200011,), 0),  # as fork does
    ("clone", (1 << 28 | 17,), EPERM),
    ("socket", (1, 1), 0),
    ("socket", (2, 1), 0),
    ("socket", (16, 3), EPERM),
    ("socket", (40, 1), EPERM),
    ("prlimit64", (0, 7), 0),
    ("prlimit64", (1, 7), EPERM),
    ("setpriority", (0, 0, 5), 0),
    ("setpriority", (0, 1, 5), EPERM),
    ("setpriority", (2, 0, 5), EPERM),
    ("sched_setaffinity", (0, 8), 0),
    ("sched_setaffinity", (1, 8), EPERM),
    ("ioctl", (0, 0x5413), 0),
    ("ioctl", (0, 0x5412), EPERM),
    ("mmap", (0, 4096, 3, 0x22), 0),
    ("mmap", (0, 4096, 3, 0x01), 0),
    ("mmap", (0, 4096, 3, 0x21), EPERM),
]


def verdict(code: bytes, number: int, architecture: int, arguments: tuple[int, ...] = ()) -> int:
    """Run a filter on a system call; return the error it gives, 0 for none."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *(arguments + (0,) * 6)[:6])
    lines = list(struct.iter_unpack("HBBI", code))
    place = accumulator = 0
    while True:
        operation, if_true, if_false, value = lines[place]
        place += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                place += if_true if accumulator == value else if_false
            case 0x35:
                place += if_true if accumulator >= value else if_false
            case 0x45:
                place += if_true if accumulator & value else if_false
            case 0x06:
                assert value == ALLOWED or value >> 16 == 5
                return 0 if value == ALLOWED else value & 0xFFFF


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize(("name", "arguments", "error"), CALLS)
def test_calls_are_refused_or_let_through(machine: str, name: str, arguments: tuple[int, ...], error: int):
    assert verdict(program(machine), NUMBERS[machine][name], ARCHITECTURES[machine], arguments) == error


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_other_doors_are_closed(machine: str):
    code, own = program(machine), ARCHITECTURES[machine]
    assert verdict(code, 0, 0x40000003) == ENOSYS  # 32-bit calls
    assert verdict(code, 0x40000000, own) == ENOSYS  # x32
    assert verdict(code, 999, own) == ENOSYS  # newer than the filter
