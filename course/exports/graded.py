"""The grades in an output folder of ``course grade``."""

from __future__ import annotations

from pathlib import Path

from course.exports.errors import ExportError
from course.grading.earlier import records_in
from course.grading.records import Graded


def read_class(folder: Path) -> list[Graded]:
    """Return what ``course grade --out FOLDER`` wrote, in the order of the students' names.

    Raises:
        ExportError: The folder holds no results, or results of more than one lab.
    """
    if not folder.is_dir():
        raise ExportError(f"{folder} is no folder: name the one that `course grade --out` wrote")
    graded = records_in(folder)
    if not graded:
        raise ExportError(f"{folder} holds no results: name the folder that `course grade --out` wrote")
    labs = sorted({each.lab for each in graded})
    if len(labs) > 1:
        raise ExportError(f"{folder} holds results of {' and '.join(labs)}: grade each lab into a folder of its own")
    return graded
