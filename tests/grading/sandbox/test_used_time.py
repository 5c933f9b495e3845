"""What counts as a submission's time: its own, and not that of its neighbours."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import pytest

from course.grading.sandbox import used_time
from course.grading.sandbox.used_time import PATIENCE, OtherProcesses, Stopwatch, ThisProcess, TimeSheet, UsedTime

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says how long a process queued")


class Clock:
    """A wall clock and two other clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.used = 100.0, UsedTime(5.0, 7.0)

    def pass_by(self, wall: float, processor: float = 0.0, queued: float = 0.0) -> None:
        """Let some time pass."""
        self.wall += wall
        self.used += UsedTime(processor, queued)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the module goes by."""
    clock = Clock()
    monkeypatch.setattr(used_time.time, "monotonic", lambda: clock.wall)
    return clock


@pytest.mark.parametrize(
    ("passed", "counts"),
    [
        ({"wall": 3.0, "processor": 3.0}, 3.0),  # it ran
        ({"wall": 3.0}, 3.0),  # it slept
        ({"wall": 90.0, "processor": 3.7, "queued": 86.3}, 9.0),  # it ran, beside many others
        ({"wall": 12.0, "processor": 3.0, "queued": 9.0}, 3.0),
        ({"wall": 12.0, "processor": 1.0, "queued": 2.0}, 10.0),  # it slept, and queued a little
        ({"wall": 2.0, "processor": 8.0, "queued": 30.0}, 8.0),  # many threads that only disturb each other
    ],
)
def test_time_that_others_took_does_not_count(clock: Clock, passed: dict[str, float], counts: float):
    watch = Stopwatch(lambda: clock.used)
    clock.pass_by(**passed)
    assert watch.seconds() == pytest.approx(counts)


def test_in_the_end_the_wall_clock_decides(clock: Clock):
    watch = Stopwatch(lambda: clock.used)
    left = watch.left_of(10)
    clock.pass_by(10 * PATIENCE - 1, queued=10 * PATIENCE - 1)
    assert left() == pytest.approx(0.1)
    clock.pass_by(1, queued=1)
    assert left() == pytest.approx(0)


def test_time_never_runs_backwards(clock: Clock):
    watch = Stopwatch(lambda: clock.used)
    clock.pass_by(5)
    assert watch.seconds() == 5
    clock.pass_by(1, queued=6)
    assert watch.seconds() == 5


def test_without_word_from_the_kernel_the_processors_time_counts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(used_time, "_kernel_says", lambda: False)
    watch = Stopwatch(ThisProcess().used)
    time.sleep(0.3)
    assert watch.seconds() < 0.1


def spin(seconds: float) -> None:
    """Use the processor for some seconds of its time."""
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


@contextlib.contextmanager
def crowd(count: int) -> Iterator[list[subprocess.Popen]]:
    """Have other processes spin, for at most half a minute."""
    code = "import time; end = time.monotonic() + 30\nwhile time.monotonic() < end: pass"
    neighbours = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(count)]
    try:
        yield neighbours
    finally:
        for each in neighbours:
            each.kill()
            each.wait()


@LINUX
def test_beside_a_crowd_little_but_its_own_time_counts():
    with crowd(3 * os.cpu_count()):
        time.sleep(0.5)  # until they spin
        watch, start = Stopwatch(ThisProcess().used), time.monotonic()
        spin(0.5)
        counted, wall = watch.seconds(), time.monotonic() - start
    assert wall > 0.8, "there was no crowd"
    assert counted > 0.45
    assert counted - 0.5 < (wall - 0.5) / 2  # all of it on a machine of its own; a virtual one loses time unseen


@LINUX
def test_other_processes_are_added_up():
    seen = OtherProcesses()
    with crowd(2) as neighbours:
        time.sleep(0.7)
        used = seen.used([each.pid for each in neighbours])
    assert used.processor + used.queued > 0.5
    assert seen.used([each.pid for each in neighbours]).queued == used.queued  # they are gone


def test_a_time_sheet_says_what_was_written_last():
    with tempfile.NamedTemporaryFile() as file, open(file.name, "rb") as again:
        reader = TimeSheet(again.fileno())
        for used in (UsedTime(), UsedTime(1.0, 2.0), UsedTime(3.5, 2.25)):
            TimeSheet(file.fileno()).write(used)
            assert reader.read() == used
        with pytest.raises(OSError):
            reader.write(UsedTime())
