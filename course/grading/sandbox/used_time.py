"""The time that a submission has used: what counts against its limits, however busy the machine is.

Time counts while a submission's processes run, and while they wait for something of their own choosing, as ``sleep``
does. It does not count while they could run and the processor is busy with others: a right answer does not become late
because fifty neighbours spin. Linux says how long a process ran and how long it queued; where nobody says so, the
processor's time counts. In the end the wall clock decides, when it has run :data:`PATIENCE` times the limit.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

PATIENCE = 10  # seconds on the wall clock that count as one, whatever else is said
NANO = 1e9
_TICKS = os.sysconf("SC_CLK_TCK")
_SHEET = struct.Struct("=dd")


@dataclass(frozen=True)
class UsedTime:
    """What some processes have used since they began.

    Attributes:
        processor: Seconds that they ran, each for itself.
        queued: Seconds that they could have run and did not, each for itself.
    """

    processor: float = 0.0
    queued: float = 0.0

    def __add__(self, other: UsedTime) -> UsedTime:
        return UsedTime(self.processor + other.processor, self.queued + other.queued)


class Stopwatch:
    """Measures from now on how much time counts.

    Args:
        used: Says what the processes that it watches have used so far.
    """

    def __init__(self, used: Callable[[], UsedTime]) -> None:
        self._used, self._before, self._start = used, used(), time.monotonic()
        self._seconds = 0.0

    def seconds(self) -> float:
        """Return the seconds that count; never less than before."""
        wall, used = time.monotonic() - self._start, self._used()
        processor, queued = used.processor - self._before.processor, used.queued - self._before.queued
        self._seconds = max(self._seconds, processor, wall - queued, wall / PATIENCE)
        return self._seconds

    def left_of(self, limit: float) -> Callable[[], float]:
        """Return a function that says how many seconds of a limit are left, from now on."""
        return lambda: limit - self.seconds()


class ThisProcess:
    """Adds up what this process, its threads and its children that have ended have used."""

    def __init__(self) -> None:
        self._queued: dict[str, float] = {}  # thread → seconds, also of those that ended

    def used(self) -> UsedTime:
        """Return what is used so far."""
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._queued |= _queued("self")
        return UsedTime(time.process_time() + children.ru_utime + children.ru_stime, sum(self._queued.values()))


class OtherProcesses:
    """Adds up what other processes have used, also those that ended between two looks."""

    def __init__(self) -> None:
        self._queued: dict[str, float] = {}  # thread → seconds, also of those that ended

    def used(self, processes: Iterable[int]) -> UsedTime:
        """Return what these processes have used, and what ended ones were last seen to have queued."""
        processor = 0.0
        for process in processes:
            processor += _ran(process)
            self._queued |= _queued(str(process))
        return UsedTime(processor, sum(self._queued.values()))


def _ran(process: int) -> float:
    """Return the seconds that a process ran, and those of its children that it has waited for."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:  # it ended meanwhile
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def _queued(process: str) -> dict[str, float]:
    """Return how many seconds each thread of a process has queued; where nobody knows, that none of them counts."""
    if not _kernel_says():
        return {"all": time.monotonic()}
    found = {}
    with contextlib.suppress(OSError):  # it ended meanwhile
        for thread in os.listdir(f"/proc/{process}/task"):
            found[thread] = _schedstat(f"{process}/task/{thread}")[1] / NANO
    return found


def _schedstat(task: str) -> list[int]:
    """Return what a task has run and queued, in nanoseconds, and how often it ran."""
    with open(f"/proc/{task}/schedstat", "rb") as file:
        return [int(word) for word in file.read().split()]


@functools.cache
def _kernel_says() -> bool:
    """Say whether the kernel counts how long processes queue; where it does not, it reports that nothing ever ran."""
    try:
        return _schedstat("self")[0] > 0
    except (OSError, IndexError, ValueError):
        return False


class TimeSheet:
    """A file in which a fork server writes down what its fork uses, for others to read.

    Args:
        descriptor: The open file.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, used: UsedTime) -> None:
        """Write down what is used so far."""
        os.pwrite(self._descriptor, _SHEET.pack(used.processor, used.queued), 0)

    def read(self) -> UsedTime:
        """Return what was written last."""
        return UsedTime(*_SHEET.unpack(os.pread(self._descriptor, _SHEET.size, 0)))
