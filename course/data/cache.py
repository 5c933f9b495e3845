"""The cache: a folder on this machine with the publishers' files, one folder per set, used by one process at a time.

The lock is the operating system's, by way of ``filelock``; it is released when a process dies, however it dies.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from course.data.errors import CacheError

LOCK_TIMEOUT = 900.0  # seconds to wait for another process to finish its download
SILENT_WAIT = 1.0  # seconds to wait before saying so


def cache_folder() -> Path:
    """Return the cache's folder: ``COURSE_CACHE``, or else the platform's place for caches. It need not exist."""
    chosen = os.environ.get("COURSE_CACHE")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("pixels-in-pixels-out")


def folder_of(name: str) -> Path:
    """Return the folder of the set called ``name`` within the cache. It need not exist."""
    return cache_folder() / name


def unwritable(folder: Path, error: OSError) -> CacheError:
    """Return what to raise when the operating system refuses to write to the cache."""
    return CacheError(
        f"the cache folder {folder} cannot be written ({error.strerror}): "
        "name another one in the environment variable COURSE_CACHE",
        reason="the cache folder cannot be written",
    )


@contextmanager
def locked(name: str, timeout: float = LOCK_TIMEOUT) -> Iterator[Path]:
    """Hold the folder of a set for this process alone, making the folder where it is missing.

    Args:
        name: The set's name.
        timeout: Seconds to wait while another process holds it.

    Yields:
        The folder.

    Raises:
        CacheError: If the folder cannot be made or written, or another process did not release it in time.
    """
    folder = folder_of(name)
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _acquire(lock, timeout)
    except Timeout:
        raise CacheError(
            f"another process has held {lock.lock_file} for {timeout:.0f} s: wait for its download to end, "
            "or end that process",
            reason="another process holds the cache",
        ) from None
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield folder
    finally:
        lock.release()


def _acquire(lock: FileLock, timeout: float) -> None:
    """Acquire a lock within ``timeout`` seconds; say that one waits when it is not soon there."""
    try:
        lock.acquire(timeout=min(timeout, SILENT_WAIT))
    except Timeout:
        if timeout <= SILENT_WAIT:
            raise
        print(f"waiting for another process that fetches into {Path(lock.lock_file).parent} …", file=sys.stderr)
        lock.acquire(timeout=timeout - SILENT_WAIT)
