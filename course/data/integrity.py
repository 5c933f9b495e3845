"""Is a file the one its publisher announced? SHA-256 decides."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from course.data.errors import DamagedError

if TYPE_CHECKING:
    from course.data.dataset import Archive


def sha256(path: Path) -> str:
    """Return the SHA-256 digest of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path, archive: Archive) -> None:
    """Return if the file at ``path`` is ``archive``, byte for byte.

    Raises:
        DamagedError: If it is not. The message has both digests and says when the file is too short.
    """
    found = sha256(path)
    if found == archive.sha256:
        return
    length = path.stat().st_size
    kind = "truncated" if length < archive.size else "wrong checksum"
    raise DamagedError(
        f"{path} is not the file its publisher announced ({kind}): {length:,} bytes, SHA-256 {found}; "
        f"expected {archive.size:,} bytes, SHA-256 {archive.sha256}",
        reason=f"{archive.filename} was damaged ({kind})",
    )


def verify_all(folder: Path, archives: Iterable[Archive]) -> None:
    """Return if all ``archives`` lie in ``folder``, byte for byte.

    Raises:
        DamagedError: If one does not; see :func:`verify`.
    """
    for archive in archives:
        verify(folder / archive.filename, archive)


def has_all(folder: Path, archives: Collection[Archive]) -> bool:
    """Return whether ``folder`` has a file by the name of each archive, with any content; False without archives.

    A folder that may not be read has none: ``os.path`` answers False where ``Path`` would raise.
    """
    return bool(archives) and all(os.path.isfile(folder / archive.filename) for archive in archives)
