"""The cache: a folder on this machine with the publishers' files, one folder a set, used by one process at a time.

The lock is the operating system's (``flock`` or ``LockFile``), which lets go of it when a process dies, however it
dies. It is written here because the package index's ``filelock`` is not among the course's dependencies.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import platformdirs

from course.data.errors import CacheError

PATIENCE = 900.0  # seconds to wait for another process to finish its download
POLL = 0.1  # seconds between two looks at the lock


def cache_folder() -> Path:
    """Return the cache's folder: ``COURSE_CACHE``, or else the platform's place for caches. It need not exist."""
    chosen = os.environ.get("COURSE_CACHE")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("pixels-in-pixels-out")


def folder_of(name: str) -> Path:
    """Return the folder of the set called ``name`` within the cache. It need not exist."""
    return cache_folder() / name


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _wait_for(file: BinaryIO, patience: float) -> None:
    began, told = time.monotonic(), False
    while True:
        try:
            return _try_lock(file)
        except (BlockingIOError, PermissionError):
            waited = time.monotonic() - began
            if waited > patience:
                raise CacheError(
                    f"another process has held {file.name} for {patience:.0f} s: wait for its download to end, "
                    "or end that process",
                    reason="another process holds the cache",
                ) from None
            if waited > 1 and not told:
                told = True
                print(f"waiting for another process that fetches into {Path(file.name).parent} …", file=sys.stderr)
            time.sleep(POLL)
        except OSError as error:
            raise not_usable(Path(file.name).parent, error) from error


def not_usable(folder: Path, error: OSError) -> CacheError:
    """Return what to raise when the operating system refuses to write to the cache."""
    return CacheError(
        f"the cache folder {folder} cannot be written ({error.strerror}): "
        "name another one in the environment variable COURSE_CACHE",
        reason="the cache folder cannot be written",
    )


@contextmanager
def locked(name: str, patience: float = PATIENCE) -> Iterator[Path]:
    """Hold the folder of a set for this process alone, making the folder where it is missing.

    Args:
        name: The set's name.
        patience: Seconds to wait while another process holds it.

    Yields:
        The folder.

    Raises:
        CacheError: The folder cannot be made or written, or another process did not let go in time.
    """
    folder = folder_of(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("wb")
    except OSError as error:
        raise not_usable(folder, error) from error
    with file:
        _wait_for(file, patience)
        yield folder
