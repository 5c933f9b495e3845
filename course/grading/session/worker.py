"""A worker: two warm templates, one for students and one for the examiner, and the sessions they fork.

One submission at a time. If the student's process dies or goes silent, the session ends; the next session leaves out
the cell or the exercise that ended it and goes on with what is left, so a crash costs its own points and no others.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from course.checks.registry import Check, LabChecks
from course.checks.runner import CheckResult, Status, result_of
from course.checks.values import readable
from course.grading.records import Program
from course.grading.sandbox import bubblewrap
from course.grading.sandbox.limits import Limits
from course.grading.session.wire import Connection, Lost, TooSlow, WireError
from course.labs import Lab

START_SECONDS = 600.0  # importing TensorFlow takes 5 to 20 s, and minutes on a crowded machine; a death shows at once
ANSWER_SECONDS = 30.0  # a template that has not forked or cleaned up by then is replaced
_MAX_ORDER = 1 << 16


class TemplateDied(RuntimeError):
    """A warm template did not start, or stopped answering."""


@dataclass
class Examined:
    """What came of a program.

    Attributes:
        results: One result a check, in the order of the lab's checks.
        notes: Cells that raised, and what ended sessions early.
        flags: What a human should look at.
    """

    results: list[CheckResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


class Template:
    """A warm process that forks on order.

    Args:
        role: ``"student"`` or ``"examiner"``.
        settings: What :mod:`course.grading.session.fork_server` reads first.
        sandbox: Where it runs.
        files: What it may read besides its Python: file → where it finds it.
    """

    def __init__(
        self, role: str, settings: dict[str, Any], sandbox: bubblewrap.Sandbox, files: Mapping[Path, str]
    ) -> None:
        self._role, self._settings, self._sandbox, self._files = role, settings, sandbox, files
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._warm = False

    def start(self) -> None:
        """Start the process; do not wait until it is warm."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        scratch = self._settings["limits"]["scratch"]
        with theirs:
            self._process = bubblewrap.start(
                "course.grading.session.fork_server", [self._role], theirs, self._sandbox, scratch, self._files
            )
        self._control = ours
        self._warm = False
        with contextlib.suppress(OSError):
            ours.send(json.dumps(self._settings).encode())

    def wait_until_warm(self) -> None:
        """Wait until it has imported everything.

        Raises:
            TemplateDied: It ended instead, or took ten minutes; another one is being started.
        """
        if self._warm:
            return
        try:
            self._expect(START_SECONDS, "did not start (COURSE_GRADING_DEBUG=1 shows why)")
        except TemplateDied:
            self._replace()
            raise
        self._warm = True

    def fork(self, sockets: Sequence[socket.socket]) -> None:
        """Order a fork that owns ``sockets``; do not wait for it."""
        self.wait_until_warm()
        try:
            socket.send_fds(self._control, [b"fork"], [one.fileno() for one in sockets])
        except OSError as error:
            raise TemplateDied(f"the {self._role}'s template is gone: {error}") from None

    def stop_fork(self) -> None:
        """Kill the fork and everything it started, remove what it left; replace the template if it cannot.

        A template that died meanwhile is replaced too.
        """
        try:
            self._expect(ANSWER_SECONDS, "did not fork")
            self._control.send(b"stop")
            left = json.loads(self._expect(ANSWER_SECONDS, "did not clean up"))["left"]
        except (TemplateDied, OSError):
            left = ["everything"]
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

    def _expect(self, seconds: float, otherwise: str) -> bytes:
        if select.select([self._control], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                message = self._control.recv(_MAX_ORDER)
                if message:
                    return message
        raise TemplateDied(f"the {self._role}'s template {otherwise}")


class Worker:
    """Grades programs one after the other, each in a fork of a warm template.

    Args:
        lab: The lab.
        checks: Its checks.
        imports: Modules that the student's template imports once, so that no submission pays for them.
        limits: What a submission may use.
        sandbox: Where students' code runs.
        number: Which worker of this machine this is; each has a user of its own when root grades.
    """

    def __init__(
        self,
        lab: Lab,
        checks: LabChecks,
        imports: Sequence[str] = (),
        limits: Limits | None = None,
        sandbox: bubblewrap.Sandbox = "bwrap",
        number: int = 0,
    ) -> None:
        self._checks, self._limits = checks, limits or Limits()
        sandboxed = sandbox == "bwrap"
        uids = bubblewrap.unprivileged_uids(number) if sandbox != "none" else None
        settings = {
            "lab": lab.name,
            "checks": f"/checks/{lab.checks.name}" if sandboxed else str(lab.checks),
            "imports": list(imports),
            "sandboxed": sandboxed,
            "limits": self._limits.as_dict(),
            "uid": uids[0] if uids else None,
        }
        # The examiner runs our own code on plain data: it is wrapped as tightly, but its time is the worker's to watch.
        time_enough = {"cpu_seconds": int(self._limits.total_seconds * 2)}
        examiner = settings | {"limits": self._limits.as_dict() | time_enough, "uid": uids[1] if uids else None}
        self._student = Template("student", settings, sandbox, {})
        self._examiner = Template("examiner", examiner, sandbox, {lab.checks: settings["checks"]})

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start both templates, one beside the other."""
        self._student.start()
        self._examiner.start()

    def wait_until_warm(self) -> None:
        """Wait until both templates can fork.

        Raises:
            TemplateDied: One of them did not start.
        """
        self._student.wait_until_warm()
        self._examiner.wait_until_warm()

    def close(self) -> None:
        """End both templates."""
        self._student.close()
        self._examiner.close()

    def examine(self, program: Program, seed: int) -> Examined:
        """Run a program and every check of the lab on it.

        Args:
            program: The submission, read.
            seed: Seed of the checks' random inputs.

        Raises:
            TemplateDied: The templates cannot be started.
        """
        self.wait_until_warm()  # that a template starts is not the submission's time
        examined = Examined()
        deadline = time.monotonic() + self._limits.total_seconds
        cells, left = list(program.cells), list(self._checks.checks)
        while left:
            job = self._job(program, cells, left, seed)
            session = _Session(examined, left, deadline)
            try:
                session.run(self._student, self._examiner, job)
            finally:
                self._student.stop_fork()
                self._examiner.stop_fork()
            reported = {result.check for result in examined.results}
            left = [check for check in left if check.name not in reported]
            if session.lost is None:
                break
            cells, left = self._after(session, examined, cells, left, time.monotonic() > deadline)
        order = [check.name for check in self._checks.checks]
        examined.results += [result_of(check, "error", {"hint": "not examined"}) for check in left]
        examined.results.sort(key=lambda result: order.index(result.check))
        return examined

    def _job(self, program: Program, cells: list, left: list[Check], seed: int) -> dict[str, Any]:
        return {
            "cells": [{"label": cell.label or cell.id, "source": cell.source, "role": cell.role} for cell in cells],
            "added_seconds": self._limits.added_seconds,
            "sources": [cell.source for cell in program.cells],
            "checks": [check.name for check in left],
            "seed": seed,
            "cell_seconds": self._limits.cell_seconds,
            "call_seconds": self._limits.call_seconds,
        }

    def _after(
        self, session: _Session, examined: Examined, cells: list, left: list[Check], late: bool
    ) -> tuple[list, list[Check]]:
        """Return the cells and checks that the next session should run."""
        if late:
            hint = "the submission used up its time"  # how much that is depends on the machine; messages do not
            examined.notes.append(hint)
            examined.results += [result_of(check, "timeout", {"hint": hint}) for check in left]
            return cells, []
        if session.check is None:
            cell = cells[session.cell] if session.cell is not None else None
            if cell is None:
                examined.results += [result_of(check, "error", {"hint": session.lost}) for check in left]
                return cells, []
            examined.notes.append(f"{_cell_name(cell.label or cell.id)} {session.lost}; it was left out")
            return [other for other in cells if other is not cell], left
        exercise = next(check.exercise for check in left if check.name == session.check)
        status: Status = "timeout" if "come back" in session.lost else "error"
        examined.notes.append(f"{exercise}: your code {session.lost}")
        hint = {"hint": f"your code {session.lost}"}
        examined.results += [result_of(check, status, hint) for check in left if check.exercise == exercise]
        return cells, [check for check in left if check.exercise != exercise]


class _Session:
    """One fork of each template, and what the examiner reports.

    Attributes:
        lost: Why the session ended early, or None.
        cell: Index of the cell that ran last.
        check: Name of the check that ran last, once the cells are done.
    """

    def __init__(self, examined: Examined, asked: Sequence[Check], deadline: float) -> None:
        self._examined, self._deadline = examined, deadline
        self._asked = {check.name: check for check in asked}
        self.lost: str | None = None
        self.cell: int | None = None
        self.check: str | None = None

    def run(self, student: Template, examiner: Template, job: dict[str, Any]) -> None:
        """Fork both, send the job, and take reports until the end."""
        between = socket.socketpair()
        ours, theirs = socket.socketpair()
        with between[0], between[1], theirs:
            student.fork([between[0]])
            examiner.fork([between[1], theirs])
        results = Connection(ours)
        try:
            results.send(job)
            while not self._take(results.receive(max(0.0, self._deadline - time.monotonic()))):
                pass
        except TooSlow:
            self.lost = "did not come back in time"
        except (Lost, WireError) as error:
            self.lost = f"could not be examined ({error})"
        finally:
            results.close()

    def _take(self, report: list) -> bool:
        match report:
            case ["cell", index]:
                self.cell = index
            case ["cell errors", errors]:
                notes = [readable(f"{_cell_name(label)} raised {error}") for label, error in errors.items()]
                self._examined.notes += [note for note in notes if note not in self._examined.notes]
            case ["check", name]:
                self.check = name
            case ["result", {"check": str(name), "status": status, **fields}] if name in self._asked:
                self._examined.results.append(_result(self._asked.pop(name), status, fields))
                self.check = None if name == self.check else self.check
            case ["flags", flags]:
                flags = [readable(flag) for flag in flags]
                self._examined.flags += [flag for flag in flags if flag not in self._examined.flags]
            case ["lost", reason]:
                self.lost = readable(reason)
                return True
            case ["done"]:
                return True
            case _:
                raise WireError("the examiner sent something that is no report")
        return False


def _result(check: Check, status: Any, fields: dict[str, Any]) -> CheckResult:
    """Return a result whose points are this process' own sum: the examiner, which met the student's data, only reports.

    Raises:
        WireError: There is no such status.
    """
    if status not in get_args(Status):
        raise WireError("the examiner sent a status that there is not")
    details = {name: str(fields[name]) for name in ("hint", "inputs", "expected", "got")}
    return result_of(check, status, details, seconds=float(fields["seconds"]))


def _cell_name(label: str) -> str:
    return label if label.startswith("cell ") else f"the cell of {label}"
