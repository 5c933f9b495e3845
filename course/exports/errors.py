"""What goes wrong when grades are exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.errors import CourseError


class ExportError(CourseError):
    """Nothing was exported; the message says why and what to do."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure to write into an :class:`ExportError` that names the file and the reason."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"{error.filename or path} cannot be written: {error.strerror or error}") from error
