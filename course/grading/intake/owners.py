"""Whose submission is it? Students' names in what an LMS hands out, and as names of folders."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MAX_LENGTH = 80
# Canvas: the name, LATE, the student's number, the upload's, and then what the student called the file.
_CANVAS = re.compile(
    r"(?P<name>\w*?(?:group|team|gruppe|groupe|grupo)_?\d+|[^_]+(?:_(?!\d+_)[^_]+)*?)"
    r"_(?:LATE_)?(?P<id>[1-9]\d*)_(?P<upload>[1-9]\d*)_(?P<rest>.+)",
    re.DOTALL,
)
# Moodle: the name, the submission's number, what kind it is, and then what the student called the file.
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)", re.DOTALL)
_RESUBMITTED = re.compile(r"-(\d+)$")
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_OUR_FILES = {"grades.csv", "index.html", "seed.txt"}  # what the output folder holds beside the students' folders


@dataclass(frozen=True)
class Owner:
    """Who a file or folder belongs to, as its name says.

    Attributes:
        name: The student's name.
        lms_id: The LMS' number for the student; empty where the name carries none.
        file: The rest of the name: the file's own, without the LMS' additions.
        version: Which resubmission it is (Canvas appends ``-1``, ``-2`` …).
        upload: Canvas' number of the upload: a later one has a larger number.
    """

    name: str
    lms_id: str = ""
    file: str = ""
    version: int = 0
    upload: int = 0


Lms = Literal["canvas", "moodle"]


def lms_of(names: Iterable[str]) -> Lms | None:
    """Say which LMS made an archive, from the names of all that lies in it.

    It is decided once for all, because a student chooses the end of a file's name, and may choose one that another LMS
    would make.

    Args:
        names: Names of the files and folders at the archive's top.

    Returns:
        The LMS whose names most of them are; where both are, the one that wrote further left. None if most are names
        of no LMS, as in a folder ``ml_2026_01_alice.ipynb, ml_2026_01_bob.ipynb``: Canvas gives each upload a number
        of its own.
    """
    names = list(names)
    canvas = [owner for name in names if (owner := read_owner(name, "canvas"))]
    moodle = [owner for name in names if (owner := read_owner(name, "moodle"))]
    if 2 * len({owner.upload for owner in canvas}) <= len(canvas):
        canvas = []
    if not canvas and not moodle:
        return None
    if len(canvas) != len(moodle):
        return "canvas" if len(canvas) > len(moodle) else "moodle"
    return "canvas" if sum(len(one.name) for one in canvas) < sum(len(one.name) for one in moodle) else "moodle"


def read_owner(filename: str, lms: Lms | None) -> Owner | None:
    """Read a name that an LMS made.

    Args:
        filename: Canvas: ``doejane_123_456_lab01-1.ipynb``; Moodle: ``Jane Doe_123_assignsubmission_file_``.
        lms: Which LMS made it.

    Returns:
        The owner, or None for a name that the LMS does not make.
    """
    filename = unicodedata.normalize("NFC", filename)
    if lms == "moodle" and (found := _MOODLE.fullmatch(filename)):
        return Owner(found["name"].strip(), found["id"], found["rest"])
    if lms == "canvas" and (found := _CANVAS.fullmatch(filename)):
        stem, dot, suffix = found["rest"].rpartition(".")
        again = _RESUBMITTED.search(stem)
        file = f"{stem[: again.start()] if again else stem}{dot}{suffix}"
        return Owner(found["name"], found["id"], file, int(again[1]) if again else 0, int(found["upload"]))
    return None


def folder_names(students: Iterable[tuple[str, str]]) -> list[str]:
    """Return a folder name for each student: safe on every system, and no two alike, even where case does not count.

    Args:
        students: Name and LMS number (or an empty string) of each.

    Returns:
        The names, in the same order. Students whose names agree get their LMS number, or a number, behind the name.
    """
    students = list(students)
    plain = [safe_name(name) for name, _ in students]
    seen = [_folded(name) for name in plain]
    shared = {name for name in seen if seen.count(name) > 1} if len(set(seen)) < len(seen) else set()
    taken: set[str] = {name for name in seen if name not in shared}
    result = []
    for name, (_, lms_id) in zip(plain, students, strict=True):
        if _folded(name) in shared:
            name = _unique(name, safe_name(lms_id) if lms_id else "", taken)
        result.append(name)
    return result


def safe_name(name: str) -> str:
    """Return a name that can be a folder on Linux, macOS and Windows, and shows what it is."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if char.isspace() else "_" if _unsafe(char) else char for char in text)
    text = re.sub(r"\s+", " ", text).strip(" .")
    if text[:1] in ("-", "~"):
        text = f"_{text[1:]}"
    if _folded(text.partition(".")[0]) in _WINDOWS_DEVICES or _folded(text) in _OUR_FILES:
        text += "_"
    if len(text) > MAX_LENGTH or len(text.encode()) > 2 * MAX_LENGTH:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        short = text[: MAX_LENGTH - 9].encode()[: 2 * MAX_LENGTH - 9].decode(errors="ignore")
        text = f"{short.strip(' .')}-{digest}"
    return text or "unnamed"


def _unsafe(char: str) -> bool:
    """Say whether a character may not stand in a file name, or would make one read other than it is."""
    bidirectional = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char in "\u200e\u200f\ufeff"
    return bidirectional or char in '<>:"/\\|?*' or unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co")


def _unique(name: str, suffix: str, taken: set[str]) -> str:
    candidate, number = (f"{name}-{suffix}" if suffix else name), 1
    while _folded(candidate) in taken:
        number += 1
        candidate = f"{name}-{suffix}-{number}" if suffix else f"{name}-{number}"
    taken.add(_folded(candidate))
    return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
