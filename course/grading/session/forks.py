"""The worker's side of a fork server: start it, order forks, have them ended, replace it when it fails."""

from __future__ import annotations

import contextlib
import select
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.sandbox import bubblewrap
from course.grading.session.protocol import (
    MAX_ORDER,
    Fork,
    Forked,
    Ready,
    Settings,
    Stop,
    Stopped,
    from_bytes,
    to_bytes,
)
from course.grading.session.wire import WireError

START_SECONDS = 600.0  # importing TensorFlow takes 5 to 20 s, and minutes on a crowded machine; a death shows at once
ANSWER_SECONDS = 30.0  # a fork server that has not forked or cleaned up by then is replaced
_MODULE = "course.grading.session.fork_server"


class ForkServerError(CourseError):
    """A fork server did not start, or stopped answering."""


class ForkServer:
    """A warm process that forks on order (:mod:`course.grading.session.fork_server`).

    Args:
        settings: What it is.
        sandbox: Where it runs.
        files: What it may read besides its Python: file → where it finds it.
    """

    def __init__(self, settings: Settings, sandbox: bubblewrap.Sandbox, files: Mapping[Path, str]) -> None:
        self._settings, self._sandbox, self._files = settings, sandbox, files
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._warm = False

    @property
    def pid(self) -> int | None:
        """Its process, or that of the bubblewrap around it; None before it is started."""
        return self._process.pid if self._process else None

    @property
    def _orders(self) -> socket.socket:
        assert self._control is not None, "start() opens it"
        return self._control

    def start(self) -> None:
        """Start the process; do not wait until it is warm."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            scratch = self._settings.limits.scratch
            self._process = bubblewrap.start(_MODULE, theirs, self._sandbox, scratch, self._files)
        self._control = ours
        self._warm = False
        with contextlib.suppress(OSError):
            ours.send(to_bytes(self._settings))

    def wait_until_warm(self) -> None:
        """Wait until it has imported everything.

        Raises:
            ForkServerError: It ended instead, or took ten minutes; another one is being started.
        """
        if self._warm:
            return
        try:
            self._expect(Ready, START_SECONDS, "did not start (COURSE_GRADING_DEBUG=1 shows why)")
        except ForkServerError:
            self._replace()
            raise
        self._warm = True

    def fork(self, files: Sequence[int]) -> None:
        """Order a fork; do not wait for it.

        Args:
            files: Open files: those of the fork, and last the time sheet that the fork server keeps.

        Raises:
            ForkServerError: It did not start, or is gone.
        """
        self.wait_until_warm()
        try:
            socket.send_fds(self._orders, [to_bytes(Fork())], files)
        except OSError as error:
            raise ForkServerError(f"the {self._settings.side}'s fork server is gone: {error}") from None

    def stop_fork(self) -> None:
        """Kill the fork and everything it started, remove what it left; replace the fork server if it cannot.

        A fork server that died meanwhile is replaced too.
        """
        try:
            self._expect(Forked, ANSWER_SECONDS, "did not fork")
            self._orders.send(to_bytes(Stop()))
            left = self._expect(Stopped, ANSWER_SECONDS, "did not clean up").left
        except (ForkServerError, OSError):
            left = ("everything",)
        if left:
            self._replace()

    def _replace(self) -> None:
        self.close()
        self.start()

    def close(self) -> None:
        """End the process, and with it everything in its namespace."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _expect(self, message: type, seconds: float, otherwise: str) -> Any:
        if select.select([self._orders], [], [], seconds)[0]:
            with contextlib.suppress(OSError, WireError):
                return from_bytes(self._orders.recv(MAX_ORDER), message)
        raise ForkServerError(f"the {self._settings.side}'s fork server {otherwise}")
