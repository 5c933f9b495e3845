"""Download a publisher's files into the cache: resumed, verified, and in place only when whole.

Why not a library: ``pooch`` neither resumes nor locks (its maintainers left locks to the caller, fatiando/pooch#411),
and ``keras.utils.get_file`` does neither and imports Keras. What is here is the part they lack, over ``requests``.

A file grows as ``NAME.part`` beside its place, is verified, and then renamed: a file without that ending is whole. An
interrupted download goes on where it stopped, in this call or a later one, in this process or another.
"""

from __future__ import annotations

import errno
import os
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from course.data import cache
from course.data.dataset import Archive, DataSet
from course.data.errors import (
    CacheError,
    DamagedError,
    DiskFullError,
    DownloadError,
    NoNetworkError,
    NotHereError,
)
from course.data.integrity import sha256, verify

if TYPE_CHECKING:
    from requests import Response

CONNECT_TIMEOUT = 3.0  # seconds for one address to take the connection
ANSWER_TIMEOUT = 6.0  # seconds for name, connection and first byte together
STALL_TIMEOUT = 15.0  # seconds without a byte in the middle of a file
RESUMES = 2  # times that a broken connection is resumed within one call
CHUNK = 1 << 15  # bytes; a killed process loses no more
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_unreachable: dict[str, str] = {}  # hosts that did not answer in this process, and why


def forget_unreachable() -> None:
    """Let every host be tried again, even those that did not answer before."""
    _unreachable.clear()


def is_offline() -> bool:
    """Return whether ``COURSE_OFFLINE`` asks to leave the network alone (any value but an empty one or ``0``)."""
    return os.environ.get("COURSE_OFFLINE", "0") not in ("", "0")


class _ConnectionLostError(DownloadError):
    """The connection ended in the middle of the file; what came is kept."""


def fetch(dataset: DataSet) -> Path:
    """Download all files of a set's publisher into the cache, and return their folder.

    Files that are there and whole are left alone; damaged ones are fetched again. Processes that fetch the same set at
    the same time take turns, and the second finds the first one's files.

    Raises:
        NotHereError: If the set's publisher announces no checksum, so that it cannot be downloaded safely; or if the
            set is drawn on this machine.
        NoNetworkError: If nothing answered, now or earlier in this process.
        DownloadError: If the server refused, or broke off repeatedly. What came is kept for the next call.
        DamagedError: If what came has the wrong checksum. It is deleted.
        CacheError: If the cache cannot be written. It is a :class:`~course.data.errors.DiskFullError` where its disk
            is full.
    """
    if dataset.is_drawn:
        raise NotHereError(
            f"{dataset.name} is drawn on this machine; there is nothing to download", "drawn on this machine"
        )
    if not dataset.archives:
        raise NotHereError(
            f"{dataset.name} is not downloaded: its publisher announces no checksum. To have it, {dataset.by_hand}",
            "it is not downloaded, as its publisher announces no checksum",
        )
    with cache.locked(dataset.name) as folder:
        try:
            for archive in dataset.archives:
                _ensure_whole(archive, folder)
        except DownloadError as error:
            raise type(error)(f"{error}\n{_ways_out(dataset, folder)}", error.reason) from error
        except OSError as error:
            raise _cache_error(error, folder, dataset.size) from error
        return folder


def require_answer(url: str) -> None:
    """Return if a server hands out a file, within seconds: to ask before a library's download, which may wait long.

    Raises:
        NoNetworkError: If nothing answered, now or earlier in this process.
        DownloadError: If the server refused.
    """
    with _open(url, 0) as response:
        if response.status_code != 200:
            reason = f"the server answered {response.status_code}"
            raise DownloadError(f"{url} answered {response.status_code} {response.reason}", reason)


def _ways_out(dataset: DataSet, folder: Path) -> str:
    """Return the three ways to go on when a download failed, one per line."""
    names = ", ".join(archive.filename for archive in dataset.archives)
    return (
        f"(1) With a network, run `course data fetch {dataset.name}`: it goes on where it stopped.\n"
        f"(2) Fetch {names} elsewhere, and put it into {folder} or into a folder that COURSE_MIRROR names.\n"
        f'(3) Go on without: load("{dataset.name}", source="offline") gives {dataset.stand_in.what}.'
    )


def _ensure_whole(archive: Archive, folder: Path) -> None:
    """Download a file unless it is in its place and whole."""
    place, part = folder / archive.filename, folder / f"{archive.filename}.part"
    if place.is_file():
        if sha256(place) == archive.sha256:
            return
        place.unlink()
    resumed = part.exists()
    try:
        _receive_with_resumes(archive, part)
        if resumed and sha256(part) != archive.sha256:  # the old part was of another file: from the start
            part.unlink()
            _receive_with_resumes(archive, part)
        verify(part, archive)
    except DamagedError as error:
        part.unlink()
        raise DamagedError(f"{archive.url} does not hold the expected file. {error}", error.reason) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            part.unlink(missing_ok=True)  # gives the disk its space back
        raise
    part.replace(place)


def _cache_error(error: OSError, folder: Path, size: int) -> CacheError:
    """Return what to raise for an operating system's error in a download of ``size`` bytes."""
    if error.errno not in DISK_FULL:
        return cache.unwritable(folder, error)
    return DiskFullError(
        f"no space left in {folder} for {size / 1e6:,.0f} MB: "
        "make room, or name a folder on another disk in the environment variable COURSE_CACHE",
        reason="the cache's disk is full",
    )


def _receive_with_resumes(archive: Archive, part: Path) -> None:
    """Receive a file, resuming after a connection that breaks off as long as each one makes progress."""
    for resumes_left in reversed(range(RESUMES + 1)):
        before = _length(part)
        try:
            return _receive(archive, part)
        except _ConnectionLostError:
            if not resumes_left or _length(part) <= before:
                raise


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _receive(archive: Archive, part: Path) -> None:
    """Receive what is missing of a file over one connection, appending to ``part``."""
    start = _length(part)
    if start >= archive.size:  # whole, or of another file: the checksum decides
        return
    with _open(archive.url, start) as response:
        if response.status_code == 416 and start:  # the server's file is shorter than the part: start again
            part.unlink()
            return _receive(archive, part)
        if response.status_code not in (200, 206):
            raise DownloadError(
                f"{archive.url} answered {response.status_code} {response.reason}",
                f"the server answered {response.status_code}",
            )
        start = start if response.status_code == 206 else 0
        total = start + int(response.headers.get("Content-Length", archive.size - start))
        _require_space(part.parent, total - start)
        with part.open("ab" if start else "wb") as file:
            for chunk in _with_progress(_chunks(response), archive, start, total):
                file.write(chunk)
    if _length(part) < total:
        raise _ConnectionLostError(
            f"{archive.url} broke off after {_length(part):,} of {total:,} bytes", "the download broke off"
        )


def _require_space(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _chunks(response: Response) -> Iterator[bytes]:
    """Yield a response's bytes as they were sent, without undoing a ``Content-Encoding``, for as long as they come."""
    from urllib3.exceptions import HTTPError

    with suppress(HTTPError):  # broken off or stalled: the caller counts the bytes and notices
        yield from response.raw.stream(CHUNK, decode_content=False)


def _with_progress(chunks: Iterator[bytes], archive: Archive, start: int, total: int) -> Iterator[bytes]:
    """Pass chunks on, and show a progress bar until the file is there; none where output goes to a file."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console()
    hidden = not (console.is_terminal or console.is_jupyter)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task(archive.filename, total=total, completed=start)
        for chunk in chunks:
            yield chunk
            progress.advance(task, len(chunk))


def _open(url: str, start: int) -> Response:
    """Request a file from byte ``start`` on, and return the response as soon as it begins.

    The request runs in a thread of its own: looking up a name has no time limit that a caller could set, and may
    take minutes where there is no network.
    """
    import requests

    host = urlsplit(url).hostname or url
    if is_offline():
        raise NoNetworkError(f"{url} was not tried: COURSE_OFFLINE is set", "COURSE_OFFLINE is set")
    if host in _unreachable:
        raise NoNetworkError(f"{url} was not tried again: {_unreachable[host]}", "no network answered")
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def ask() -> None:
        try:
            timeouts = (CONNECT_TIMEOUT, STALL_TIMEOUT)
            answers.put(requests.get(url, headers=headers, stream=True, timeout=timeouts))
        except Exception as error:  # any error belongs to the thread that waits
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name=f"download from {host}").start()
    try:
        answer = answers.get(timeout=ANSWER_TIMEOUT)
    except queue.Empty:
        answer = requests.Timeout(f"no answer within {ANSWER_TIMEOUT:.0f} s")
    if isinstance(answer, (requests.ConnectionError, requests.Timeout)):
        _unreachable[host] = f"no network answered for {host} ({_innermost(answer)})"
        raise NoNetworkError(f"{url}: {_unreachable[host]}", "no network answered") from answer
    if isinstance(answer, Exception):
        raise DownloadError(f"{url}: {answer}", "the download failed") from answer
    return answer


def _innermost(error: BaseException) -> str:
    """Return the message that started a chain of errors, which is the one a reader understands."""
    while earlier := error.__cause__ or error.__context__:
        error = earlier
    return str(error) or type(error).__name__
