"""The time limit on a student's cell or call, in the process that runs it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from course.grading.sandbox.used_time import Stopwatch, ThisProcess

TOO_LONG = "stopped, it took too long (an endless loop?)"
SHORTEST_WAIT = 0.01  # seconds until time is looked at again


class TimeIsUpError(BaseException):
    """A cell or a call took longer than it may; not an Exception, so that ``except Exception`` lets it pass."""


class Alarm:
    """Stops the main thread's code when its time is up, but not in the middle of a message.

    ``with alarm.limit(10): …`` raises :class:`TimeIsUpError` after ten seconds; inside ``with alarm.deferred: …`` it
    waits until the block's end, so that what is sent is sent whole.
    """

    def __init__(self) -> None:
        self.deferred = _Deferral()
        self._here = ThisProcess()

    def stopwatch(self) -> Stopwatch:
        """Return a new stopwatch for this process."""
        return Stopwatch(self._here.used)

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raise :class:`TimeIsUpError` in the block when so much time has been used in it (see :class:`Stopwatch`)."""
        stopwatch = self.stopwatch()
        armed = True

        def look(*_: Any) -> None:
            if not armed:
                return
            left = seconds - stopwatch.seconds()
            if left > 0:  # others had the processor
                signal.setitimer(signal.ITIMER_REAL, max(left, SHORTEST_WAIT))
            else:
                self.deferred.stop()

        self.deferred.late = False
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)


class _Deferral:
    """A block, possibly entered again inside itself, at whose end a late alarm is raised.

    Each method changes one attribute and no more before it looks at it: the alarm may come between any two lines.
    """

    def __init__(self) -> None:
        self.late = False
        self._depth = 0

    def stop(self) -> None:
        """Raise the alarm, now or at the end of the block."""
        if self._depth:
            self.late = True
        else:
            raise TimeIsUpError

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._depth -= 1
        if self.late and not self._depth:
            self.late = False
            raise TimeIsUpError
