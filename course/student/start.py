"""A student's own copy of a lab, with its data at hand, opened in JupyterLab."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.labs import Lab


class StartError(CourseError):
    """A lab cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Copy:
    """A student's notebook.

    Attributes:
        path: Where it is.
        kept: Whether it was there already, and was left as it is.
    """

    path: Path
    kept: bool


def own_copy(lab: Lab, work: Path, fresh: bool = False) -> Copy:
    """Return a copy of a lab to work in: the one that is there, or a new one.

    Args:
        lab: The lab.
        work: Folder of all labs; the copy is ``work/LAB/LAB.ipynb``.
        fresh: Make a new copy beside those that are there: ``LAB-2.ipynb``, ``LAB-3.ipynb`` …

    Raises:
        StartError: The lab is not built, or the folder cannot be written. Nothing that exists is ever overwritten.
    """
    if not lab.release.is_file():
        raise StartError(f"{lab.name} has no notebook for students yet; build it with `course build {lab.number}`")
    folder = work / lab.name
    first = folder / f"{lab.name}.ipynb"
    if first.exists() and not fresh:
        return Copy(first, kept=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Copy(_written(lab.release.read_bytes(), folder, lab.name), kept=False)
    except OSError as error:
        raise StartError(f"{folder} cannot be written ({error.strerror}); choose a folder with --work") from None


def data_notes(lab: Lab) -> Iterator[str]:
    """Fetch the data sets that a lab names in its metadata, one after the other.

    Yields:
        One line per set: what was fetched, and from where. Without a network that is substitute data, as the line says.
    """
    from course.data import DataError, load

    course = json.loads(lab.release.read_text(encoding="utf-8"))["metadata"].get("course", {})
    for name in course.get("data", ()):
        try:
            yield f"{name}: {load(name).note}"
        except DataError as error:
            yield f"{name}: {error}"


def open_jupyterlab(notebook: Path) -> int:
    """Open a notebook in JupyterLab on this machine; return its exit code once it is closed."""
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", str(notebook)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:  # how JupyterLab is ended
        return 0


def _written(content: bytes, folder: Path, name: str) -> Path:
    number = 1
    while True:
        path = folder / (f"{name}.ipynb" if number == 1 else f"{name}-{number}.ipynb")
        try:
            with path.open("xb") as file:  # x: fails if it exists
                file.write(content)
            return path
        except FileExistsError:
            number += 1
