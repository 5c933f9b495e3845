"""A fork server: a warm process that has imported TensorFlow and Keras, run nothing, and forks for every submission.

``python -m course.grading.session.fork_server FD`` waits in the sandbox for the worker's messages on socket FD. The
first one, :class:`~course.grading.session.protocol.Settings`, says whose processes it forks: a student's, or the
examiner's, with the lab's checks loaded. Then each order to fork comes with the fork's open files. When the worker says
stop, everything else in the process namespace is killed and what it left in the file system is removed, so that
neighbours cannot meet.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import socket
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from course.grading.sandbox import seccomp
from course.grading.sandbox.used_time import OtherProcesses, TimeSheet
from course.grading.session.protocol import (
    MAX_ORDER,
    Channel,
    Fork,
    Forked,
    Job,
    Ready,
    Settings,
    Stop,
    Stopped,
    from_bytes,
    to_bytes,
)

Run = Callable[[list[int]], None]  # what a fork does with its open files

SCRATCH = ("/tmp", "/dev/shm", "/var/tmp")
MAX_SCRATCH_FILES = 50_000  # in each; an empty file costs the machine a kilobyte that no limit counts
MAX_FILES = 4  # that come with an order
WATCH_SECONDS = 0.1
_PR_SET_DUMPABLE = 4
_CAPABILITY_VERSION = 0x20080522


def main(arguments: list[str]) -> None:
    """Import what the side needs, then fork on every order until the worker hangs up."""
    control = socket.socket(fileno=int(arguments[0]))
    settings = from_bytes(control.recv(MAX_ORDER), Settings)
    _ignore_signals()
    run = _student(settings) if settings.side == "student" else _examiner(settings)
    _set_dumpable(False)
    if settings.sandboxed:
        _wipe(None)
    gc.collect()
    gc.freeze()  # no fork's collector walks, and so copies, what all of them share
    control.send(to_bytes(Ready()))
    while _serve_fork(control, settings, run):
        pass


def _serve_fork(control: socket.socket, settings: Settings, run: Run) -> bool:
    """Fork on order, and clean up on order; return whether the worker is still there."""
    order, files, *_ = socket.recv_fds(control, MAX_ORDER, MAX_FILES)
    if not order:
        return False
    from_bytes(order, Fork)
    *inherited, sheet = files
    child = _fork(control, inherited, settings, run)
    for descriptor in inherited:
        os.close(descriptor)
    control.send(to_bytes(Forked()))
    _watch(control, child, settings, TimeSheet(sheet))
    os.close(sheet)
    order = control.recv(MAX_ORDER)
    if not order:
        return False
    from_bytes(order, Stop)
    control.send(to_bytes(Stopped(tuple(_clean_up(child, settings)))))
    return True


def _student(settings: Settings) -> Run:
    for module in settings.imports:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    from course.grading.session.student import serve
    from course.grading.session.wire import Connection

    _build_once()
    return lambda files: serve(Connection(socket.socket(fileno=files[0])))


def _examiner(settings: Settings) -> Run:
    from course.checks.formula import same_formula
    from course.checks.registry import load_checks
    from course.grading.session.examiner import examine
    from course.grading.session.wire import Connection
    from course.labs import Lab

    checks = load_checks(Lab(settings.lab, Path(), Path(settings.checks), None))
    _build_once()
    same_formula("(n + 1)**2", "n**2 + 2*n + 1", "n")

    def run(files: list[int]) -> None:
        student, worker = (Channel(Connection(socket.socket(fileno=each))) for each in files[:2])
        examine(worker.receive(Job), checks, student, worker, TimeSheet(files[2]).read)

    return run


def _build_once() -> None:
    """Build a graph without weights and send it round, so that what Keras sets up at its first model is inherited.

    Nothing is computed: TensorFlow's runtime, whose threads would not survive a fork, stays unstarted.
    """
    import keras

    from course.backend.weightless import graph_only
    from course.grading.session.models import from_message, to_message

    layers = keras.layers
    with graph_only():
        convolution = [layers.Conv2D(2, 3, activation="relu"), layers.BatchNormalization(), layers.MaxPooling2D()]
        head = [layers.Flatten(), layers.Dropout(0.5), layers.Dense(2, activation="softmax")]
        model = keras.Sequential([keras.Input((8, 8, 1)), *convolution, *head])
        from_message(to_message(keras.Model(model.inputs, model.outputs), 0, with_weights=False))
        from_message(to_message(model, 0, with_weights=False))
    keras.utils.clear_session()  # layer names count from the beginning again


def _ignore_signals() -> None:
    """Leave no handler in place: the kernel then keeps signals from inside its namespace away from process 1."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGALRM, signal.SIGUSR1):
        signal.signal(number, signal.SIG_IGN)


def _set_dumpable(dumpable: bool) -> None:
    """Say whether processes of the same user may read or trace this one (ptrace, ``/proc/PID/mem``)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, int(dumpable), 0, 0, 0)


def _fork(control: socket.socket, files: list[int], settings: Settings, run: Run) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()
        control.close()
        _keep_only(files)
        settings.limits.apply()
        _become(settings.uid)
        if settings.sandboxed or settings.uid is not None:
            seccomp.install()
        _set_dumpable(True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        run(files)
        status = 0
    except BaseException as error:
        print(f"course grading, {settings.side}: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(status)


def _keep_only(files: list[int]) -> None:
    """Close every file but the fork's; output goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2) if not os.environ.get("COURSE_GRADING_DEBUG") else (0,):
        os.dup2(nowhere, descriptor)
    last = 3
    for descriptor in sorted(files):
        os.closerange(last, descriptor)
        last = descriptor + 1
    os.closerange(last, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _become(uid: int | None) -> None:
    """Give up root, where the fork server has it, and become an unprivileged user."""
    if uid is None:
        return
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    ctypes.CDLL(None).capset(struct.pack("=Ii", _CAPABILITY_VERSION, 0), bytes(24))  # also those it could pass on


def _watch(control: socket.socket, child: int, settings: Settings, sheet: TimeSheet) -> None:
    """Until the worker's next order, write down the time that the fork and all it started use, and end what is over.

    The kernel's limits hold for each process alone; here memory and files are added up. Memory that a fork shares with
    the fork server counts in each, so some ten processes are allowed, and a bomb of forks ends here.
    """
    allowed, seen = _memory(os.getpid()) + settings.limits.memory, OtherProcesses()
    while not select.select([control], [], [], WATCH_SECONDS)[0]:
        processes = _others() if settings.sandboxed else [child]
        sheet.write(seen.used(processes))
        if settings.sandboxed and (sum(map(_memory, processes)) > allowed or _too_many_files()):
            _kill_all()


def _others() -> list[int]:
    """Return every process in this namespace but this one."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _too_many_files() -> bool:
    return any(_files(folder) > MAX_SCRATCH_FILES for folder in SCRATCH)


def _memory(process: int) -> int:
    """Return the bytes that a process has in memory and no file backs."""
    try:
        with open(f"/proc/{process}/status") as file:
            lines = [line.split() for line in file]
    except OSError:  # it ended meanwhile
        return 0
    return sum(int(words[1]) << 10 for words in lines if words and words[0] in ("RssAnon:", "RssShmem:"))


def _files(folder: str) -> int:
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return found.f_files - found.f_ffree


def _kill_all() -> None:
    """Kill every other process in this namespace; as process 1, this one is spared."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)


def _clean_up(child: int, settings: Settings) -> list[str]:
    """Kill what the fork left running, remove what it left lying; return the paths that could not be removed."""
    if settings.sandboxed:
        _kill_all()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _reap()
    return _wipe(settings.uid) if settings.sandboxed else []


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _wipe(uid: int | None) -> list[str]:
    """Remove everything from the scratch folders; return the paths that are still there."""
    folders = [Path(folder) for folder in SCRATCH if os.path.isdir(folder)]
    for folder in folders:
        _reset(folder)
    if any(_leftovers(folder) for folder in folders):
        cleaner = os.fork()
        if cleaner == 0:
            try:
                _become(uid)
                for folder in folders:
                    _empty(folder)
            finally:
                os._exit(0)
        os.waitpid(cleaner, 0)
        for folder in folders:
            _reset(folder)
    return [entry.path for folder in folders for entry in _leftovers(folder)]


def _leftovers(folder: Path) -> list[os.DirEntry[str]]:
    """Return what lies in a scratch folder, but for what the sandbox itself mounted there, which is read-only."""
    return [entry for entry in os.scandir(folder) if not os.path.ismount(entry)]


def _reset(folder: Path) -> None:
    """Undo what the owner of a scratch folder can do to the folder itself, or write on it.

    As an ordinary user the submission owns it, and could leave a message in its mode, times or attributes.
    """
    with contextlib.suppress(OSError):
        folder.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO | stat.S_ISVTX)
        for name in os.listxattr(folder):
            os.removexattr(folder, name)
        os.utime(folder, (0, 0))


def _empty(folder: Path) -> None:
    """Empty a folder however deep it goes: folders in its folders are lifted up until there are none."""
    lifted = 0
    while entries := _leftovers(folder):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry)
                continue
            os.chmod(entry, stat.S_IRWXU)
            for inner in list(os.scandir(entry)):
                if inner.is_dir(follow_symlinks=False):
                    os.chmod(inner, stat.S_IRWXU)
                    lifted += 1
                    os.rename(inner, folder / f".lifted-{os.getpid()}-{lifted}")
                else:
                    os.unlink(inner)
            os.rmdir(entry)


if __name__ == "__main__":
    main(sys.argv[1:])
