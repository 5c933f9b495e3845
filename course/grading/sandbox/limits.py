"""What a submission may use."""

from __future__ import annotations

import contextlib
import resource
import time
from dataclasses import asdict, dataclass
from typing import Any

GIBIBYTE = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Limits of one submission.

    Attributes:
        total_seconds: Time for everything, restarts included. Times are what a
            :class:`~course.grading.sandbox.used_time.Stopwatch` counts.
        cell_seconds: Time for one cell.
        added_seconds: Time for all cells that the student added, so that experiments do not starve the checks.
        call_seconds: Time for one call of an answer.
        cpu_seconds: Processor time of one process.
        memory: Bytes a process may have mapped beyond what the fork server already has.
        scratch: Bytes that may lie in the temporary file system, and in one file.
        processes: Processes and threads at a time.
        files: Open files of a process.
    """

    total_seconds: float = 120.0
    cell_seconds: float = 10.0
    added_seconds: float = 30.0
    call_seconds: float = 10.0
    cpu_seconds: int = 240
    memory: int = 4 * GIBIBYTE
    scratch: int = GIBIBYTE // 4
    processes: int = 128
    files: int = 256

    def scaled(self, factor: float) -> Limits:
        """Return limits with every time multiplied: slow machines get more."""
        fields = self.as_dict()
        for name in ("total_seconds", "cell_seconds", "added_seconds", "call_seconds", "cpu_seconds"):
            fields[name] = type(fields[name])(fields[name] * factor)
        return Limits(**fields)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain data."""
        return asdict(self)

    def apply(self) -> None:
        """Impose the limits on this process and its children, for good."""
        _limit("RLIMIT_CORE", 0)
        _limit("RLIMIT_CPU", self.cpu_seconds)
        _limit("RLIMIT_AS", _mapped() + self.memory)
        _limit("RLIMIT_FSIZE", self.scratch)
        _limit("RLIMIT_NPROC", self.processes)
        _limit("RLIMIT_NOFILE", self.files)
        _limit("RLIMIT_MSGQUEUE", 0)


def _limit(name: str, value: int) -> None:
    with contextlib.suppress(ValueError, OSError, AttributeError):  # a platform without it, or an already lower one
        resource.setrlimit(getattr(resource, name), (value, value))


def _mapped() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


REFERENCE_SECONDS = 0.15  # what the loop below takes on a laptop of 2022
MAX_FACTOR = 10.0


def machine_factor() -> float:
    """Return by how much this machine, as busy as it is now, is slower than a laptop: from 1 to 10.

    Time limits are multiplied by it, so that nobody loses a point because the grading machine is slow.
    """
    start = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number * number
    return min(MAX_FACTOR, max(1.0, (time.perf_counter() - start) / REFERENCE_SECONDS))
