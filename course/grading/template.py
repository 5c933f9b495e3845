"""A warm process: it has imported TensorFlow and Keras, run nothing, and forks itself for every submission.

``python -m course.grading.template student FD`` waits in the sandbox for the worker's orders on socket FD and forks a
student's process for each; ``… examiner FD`` does the same for the examiner, with the lab's checks loaded. The first
message on FD holds the settings; every order comes with the fork's sockets. When the worker says stop, everything else
in the process namespace is killed and what it left in the file system is removed, so that neighbours cannot meet.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import shutil
import signal
import socket
import stat
import sys
from pathlib import Path
from typing import Any

from course.grading.limits import Limits

SCRATCH = ("/tmp", "/dev/shm", "/var/tmp")
_PR_SET_DUMPABLE = 4
_MAX_ORDER = 1 << 16


def main(arguments: list[str]) -> None:
    """Import what the role needs, then fork on every order until the worker hangs up."""
    role, descriptor = arguments[0], int(arguments[1])
    control = socket.socket(fileno=descriptor)
    settings = json.loads(control.recv(_MAX_ORDER)) | {"role": role}
    _ignore_signals()
    run = _student(settings) if role == "student" else _examiner(settings)
    _set_dumpable(False)
    if settings["sandboxed"]:
        _wipe(None)
    control.send(b"ready")
    while True:
        order, sockets, *_ = socket.recv_fds(control, _MAX_ORDER, 2)
        if not order:
            return
        child = _fork(control, sockets, settings, run)
        for descriptor in sockets:
            os.close(descriptor)
        control.send(b"forked")
        if not control.recv(_MAX_ORDER):
            return
        left = _clean_up(child, settings)
        control.send(json.dumps({"left": left}).encode())


def _student(settings: dict[str, Any]) -> Any:
    for module in settings["imports"]:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    from course.grading.student import serve
    from course.grading.wire import Connection

    return lambda sockets: serve(Connection(sockets[0]))


def _examiner(settings: dict[str, Any]) -> Any:
    from course.checks.registry import load_checks
    from course.grading.examiner import examine
    from course.grading.wire import Connection
    from course.labs import Lab

    checks = load_checks(Lab(settings["lab"], Path(), Path(settings["checks"]), None))

    def run(sockets: list[socket.socket]) -> None:
        student, results = Connection(sockets[0]), Connection(sockets[1])
        examine(results.receive(), checks, student, results)

    return run


def _ignore_signals() -> None:
    """Leave no handler in place: the kernel then keeps signals from inside its namespace away from process 1."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGALRM, signal.SIGUSR1):
        signal.signal(number, signal.SIG_IGN)


def _set_dumpable(dumpable: bool) -> None:
    """Say whether processes of the same user may read or trace this one (ptrace, ``/proc/PID/mem``)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, int(dumpable), 0, 0, 0)


def _fork(control: socket.socket, sockets: list[int], settings: dict[str, Any], run: Any) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()
        control.close()
        _keep_only(sockets)
        Limits(**settings["limits"]).apply()
        _become(settings.get("uid"))
        _set_dumpable(True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        run([socket.socket(fileno=descriptor) for descriptor in sockets])
        status = 0
    except BaseException as error:
        print(f"course grading, {settings['role']}: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(status)


def _keep_only(sockets: list[int]) -> None:
    """Close every file but the fork's sockets; output goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2) if not os.environ.get("COURSE_GRADING_DEBUG") else (0,):
        os.dup2(nowhere, descriptor)
    last = 3
    for descriptor in sorted(sockets):
        os.closerange(last, descriptor)
        last = descriptor + 1
    os.closerange(last, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _become(uid: int | None) -> None:
    """Give up root, where the template has it, for a user of no standing."""
    if uid is None:
        return
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _clean_up(child: int, settings: dict[str, Any]) -> list[str]:
    """Kill what the fork left running, remove what it left lying; return the paths that could not be removed."""
    if settings["sandboxed"]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _reap()
    return _wipe(settings.get("uid")) if settings["sandboxed"] else []


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _wipe(uid: int | None) -> list[str]:
    if not any(os.listdir(folder) for folder in SCRATCH if os.path.isdir(folder)):
        return []
    cleaner = os.fork()
    if cleaner == 0:
        try:
            _become(uid)
            for folder in SCRATCH:
                _empty(Path(folder))
        finally:
            os._exit(0)
    os.waitpid(cleaner, 0)
    return [os.path.join(folder, name) for folder in SCRATCH if os.path.isdir(folder) for name in os.listdir(folder)]


def _empty(folder: Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(OSError):
            if path.is_symlink() or not path.is_dir():
                path.unlink()
            else:
                _make_writable(path)
                shutil.rmtree(path, ignore_errors=True)


def _make_writable(folder: Path) -> None:
    folder.chmod(stat.S_IRWXU)
    for root, names, _ in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                os.chmod(os.path.join(root, name), stat.S_IRWXU, follow_symlinks=False)


if __name__ == "__main__":
    main(sys.argv[1:])
