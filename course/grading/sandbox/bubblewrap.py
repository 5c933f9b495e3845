"""Start a process in bubblewrap: no network, a read-only system, nothing of the instructor's files, bounded scratch.

What a sandboxed process sees: the system's libraries, the Python that runs this, the ``course`` package without the
notebooks and checks it carries, its own ``/proc`` (its own process namespace, in which it is process 1), and temporary
file systems of bounded size. It has no capabilities beyond those needed to become an unprivileged user.
"""

from __future__ import annotations

import functools
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from course.errors import CourseError
from course.grading.sandbox import seccomp
from course.labs import PACKAGE

Sandbox = Literal["bwrap", "user", "none"]

INSTALL = "sudo apt-get install bubblewrap   (Fedora: sudo dnf install bubblewrap; Arch: sudo pacman -S bubblewrap)"
_GIVE_UP = (
    "pass --sandbox none, which runs the students' code with your rights, your files and your network: "
    "only for notebooks you trust"
)
FIRST_UID = 61_000  # unprivileged users that sandboxed processes run as when root grades
_UIDS = 4_000
SCRATCH = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # where a sandboxed process may write
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
)
_SYSTEM_DETAILS = ("/etc/alternatives", "/etc/fonts", "/etc/localtime", "/sys/devices/system/cpu")
_PASSED_ON = ("KERAS_BACKEND", "COURSE_GRADING_DEBUG")


class SandboxMissingError(CourseError):
    """Submissions cannot be walled in here; the message says why and what to do."""


def choose(wanted: Literal["auto", "bwrap", "user", "none"]) -> Sandbox:
    """Return the sandbox to use.

    Args:
        wanted: ``auto`` and ``bwrap`` want bubblewrap; ``none`` runs submissions without it. ``user`` is for root in a
            container that is thrown away after one submission: the submission runs as an unprivileged user.

    Raises:
        SandboxMissingError: What is wanted does not work here.
    """
    if wanted == "none":
        return "none"
    if sys.platform.startswith("linux") and (unknown := seccomp.problem()):
        raise SandboxMissingError(f"{unknown}: grade on a machine with one of these, or {_GIVE_UP}")
    if wanted == "user":
        if os.geteuid() != 0:
            raise SandboxMissingError("only root can run submissions as another user")
        return "user"
    if problem := bubblewrap_problem():
        raise SandboxMissingError(f"{problem}. Either (1) install bubblewrap: {INSTALL}; or (2) {_GIVE_UP}")
    return "bwrap"


@functools.cache
def bubblewrap_problem() -> str:
    """Return why submissions cannot be walled in by bubblewrap here; empty if they can."""
    if not sys.platform.startswith("linux"):
        return f"bubblewrap needs Linux, and this is {sys.platform}"
    if unknown := seccomp.problem():
        return unknown
    if not shutil.which("bwrap"):
        return "bubblewrap (the command bwrap) is not installed"
    command = ["bwrap", *_isolation(), *_system_files(), "true"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not run here: {error}"
    reason = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
    return f"bubblewrap does not work here: {reason}" if done.returncode else ""


def start(
    module: str,
    control: socket.socket,
    sandbox: Sandbox,
    scratch: int,
    files: Mapping[Path, str],
) -> subprocess.Popen:
    """Start ``python -m module FD`` in the sandbox.

    Args:
        module: Module to run.
        control: A socket that the process inherits; its file descriptor's number is the argument FD.
        sandbox: ``bwrap``; otherwise a plain process.
        scratch: Bytes of each temporary file system.
        files: What the process may read besides its Python: file or folder → where it finds it.
    """
    python = [sys.executable, "-m", module, str(control.fileno())]
    command = [*_wrapped(scratch, files), *python] if sandbox == "bwrap" else python
    silent = None if os.environ.get("COURSE_GRADING_DEBUG") else subprocess.DEVNULL
    return subprocess.Popen(
        command,
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=silent,
        stderr=silent,
        env=_environment(sandbox),
        cwd=None if sandbox == "none" else "/",
        start_new_session=True,
    )


def unprivileged_uids(worker: int) -> tuple[int, int] | None:
    """Return the users that a worker's submissions and its examiner become when root grades; otherwise None.

    Each has its own, as the kernel counts processes by user: one submission's must not be another's, or the examiner's.
    """
    if os.geteuid():
        return None
    first = FIRST_UID + 2 * ((8 * os.getpid() + worker) % (_UIDS // 2))
    return first, first + 1


def _wrapped(scratch: int, files: Mapping[Path, str]) -> list[str]:
    islands = _islands()
    return [
        *("bwrap", *_isolation(), *_system_files(), *_temporary(scratch)),
        *(word for island in islands for word in ("--perms", "0755", "--tmpfs", str(island))),
        *_python_files(),
        *_read_only(files, islands),
    ]


def _isolation() -> list[str]:
    shared = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:
        # As root, submissions become another user (so that limits on processes count, which they do not for root);
        # the fork server needs these capabilities to make them so and to clean up after them.
        kept = [word for name in ("SETUID", "SETGID", "KILL") for word in ("--cap-add", f"CAP_{name}")]
        shared += ["--cap-drop", "ALL", *kept]
    else:
        shared += ["--unshare-user", "--cap-drop", "ALL"]
    return [*shared, "--as-pid-1", "--die-with-parent", "--hostname", "sandbox"]


def _system_files() -> list[str]:
    binds = [word for path in (*_SYSTEM, *_SYSTEM_DETAILS) for word in ("--ro-bind-try", path, path)]
    # Shared memory mapped from /dev/zero has no name and no limit; nothing that runs here needs the device.
    return [*binds, "--proc", "/proc", "--dev", "/dev", "--dev-bind", "/dev/null", "/dev/zero"]


def _python_files() -> list[str]:
    folders = _python_folders()
    # bubblewrap makes missing parents readable by root alone; submissions are not root.
    parents = {parent for folder in folders for parent in folder.parents} - {Path("/"), *SCRATCH}
    words = [word for parent in sorted(parents) for word in ("--perms", "0755", "--dir", str(parent))]
    words += [word for folder in folders for word in ("--ro-bind", str(folder), str(folder))]
    carried = PACKAGE / "_release"
    return [*words, "--tmpfs", str(carried)] if carried.is_dir() else words


def _python_folders() -> list[Path]:
    """Return the folders that this Python and its packages live in, without those inside another."""
    installed = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(PACKAGE)]
    installed.append(str(Path(sys.executable).resolve().parent.parent))
    folders = {Path(name) for name in installed if Path(name).is_dir()}
    folders |= {folder.resolve() for folder in folders}
    system = [Path(name) for name in _SYSTEM]
    outer = system + sorted(folders, key=lambda folder: len(folder.parts))
    return [f for f in sorted(folders) if not any(o != f and f.is_relative_to(o) for o in outer) and f not in system]


def _islands() -> list[Path]:
    """Return the folders in scratch folders that lead to this Python, where it was installed in one, as in ``/tmp``.

    Each becomes a file system of its own that nobody can write to, so that cleaning up can pass it by.
    """
    folders = [(folder, scratch) for folder in _python_folders() for scratch in SCRATCH]
    tops = {scratch / f.relative_to(scratch).parts[0] for f, scratch in folders if scratch in f.parents}
    return sorted(tops - set(_python_folders()))


def _temporary(scratch: int) -> list[str]:
    words = []
    for folder in SCRATCH:
        words += ["--perms", "1777", "--size", str(scratch), "--tmpfs", str(folder)]
    return words


def _read_only(files: Mapping[Path, str], islands: Sequence[Path]) -> list[str]:
    words = [word for path, place in files.items() for word in ("--ro-bind", str(path), place)]
    closed = [word for place in (*islands, "/dev", "/") for word in ("--remount-ro", str(place))]
    return [*words, *closed, "--chdir", "/tmp"]


def _environment(sandbox: Sandbox) -> dict[str, str]:
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "MPLBACKEND": "Agg",
        "COURSE_SCALE": "smoke",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
    }
    environment |= dict.fromkeys(threads, "1")
    environment |= {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if sandbox == "none":
        environment |= {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    return environment
