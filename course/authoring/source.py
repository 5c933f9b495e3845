"""A lab's source, a percent script, read into cells that know what they are for.

A cell's tags say its role (``# %% tags=["answer:conv2d"]``): ``answer:NAME`` is written by the student, ``check:NAME``
runs the checks of that exercise, ``written:NAME`` with ``points:N`` is a question graded by hand; ``train`` and
``show`` cells are skipped when grading. Code without any of these is setup.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import jupytext

from course.authoring.program import program
from course.errors import CourseError

SourceRole = Literal["prose", "setup", "answer", "check", "written", "train", "show"]
NAMED_ROLES = ("answer", "check", "written")
_JUPYTEXT_KEYS = {"tags", "title", "lines_to_next_cell", "comment_questions"}
_MARK_IN_MARKDOWN = re.compile(r"^ *(?:#+|<!--) *((?:BEGIN|END) SOLUTION) *(?:-->)? *$", re.MULTILINE)


class SourceError(CourseError):
    """A lab's source cannot be built; the message names the file, the cell and what to write instead."""

    exit_code = 1


@dataclass(frozen=True)
class SourceCell:
    """One cell of a lab's source.

    Attributes:
        id: Cell id, made from the name or the heading: the same at every build, at most 64 of ``[a-zA-Z0-9_-]``.
        kind: ``"code"`` or ``"markdown"``.
        role: What the cell is for.
        source: Its text.
        name: Exercise of an answer or check, question of a written cell; empty for others.
        points: Points of a written cell; None for others.
        tags: The tags as they stand in the source.
        metadata: Further Jupyter metadata.
    """

    id: str
    kind: Literal["code", "markdown"]
    role: SourceRole
    source: str
    name: str = ""
    points: float | None = None
    tags: tuple[str, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A lab's source.

    Attributes:
        path: The percent script.
        cells: Its cells, in order.
        metadata: What its header says under ``course``, such as ``{"data": ["mnist"]}``.
    """

    path: Path
    cells: tuple[SourceCell, ...]
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def code_sha256(self) -> str:
        """Hash of what an execution runs: the code cells' programs, in order.

        Prose, comments and docstrings can change without a new execution.
        """
        digest = hashlib.sha256()
        for cell in self.cells:
            if cell.kind == "code":
                digest.update(f"{program(cell.source)}\0".encode())
        return digest.hexdigest()


def read_source(path: Path) -> Source:
    """Read a percent script.

    Raises:
        SourceError: The file is missing or is not a percent script, a tag is unknown or misplaced, or two cells claim
            one name.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read ({error})") from None
    notebook = jupytext.reads(text, fmt="py:percent")
    cells: list[SourceCell] = []
    ids: Counter[str] = Counter()
    heading = path.stem
    for number, cell in enumerate(notebook.cells, 1):
        heading = _heading(cell) or heading
        cells.append(_read_cell(cell, _where(path, number, cell), heading, ids))
    _refuse_duplicates(cells, path)
    return Source(path, tuple(cells), dict(notebook.metadata.get("course", {})))


def _where(path: Path, number: int, cell: Any) -> str:
    tags = ", ".join(cell.metadata.get("tags", ()))
    return f"{path.name}, cell {number}" + (f" ({tags})" if tags else "")


def _read_cell(cell: Any, where: str, heading: str, ids: Counter[str]) -> SourceCell:
    if cell.cell_type == "raw":
        raise SourceError(f"{where}: is a raw cell; a lab has code and markdown cells only")
    tags = tuple(cell.metadata.get("tags", ()))
    role, name = _role(cell.cell_type, tags, where)
    return SourceCell(
        id=f"{role}-{name}" if name else _numbered(_slug(heading), ids),
        kind=cell.cell_type,
        role=role,
        source=_with_hidden_marks(cell.source) if cell.cell_type == "markdown" else cell.source,
        name=name,
        points=_points(role, tags, where),
        tags=tags,
        metadata={key: value for key, value in cell.metadata.items() if key not in _JUPYTEXT_KEYS},
    )


def _role(kind: str, tags: tuple[str, ...], where: str) -> tuple[SourceRole, str]:
    roles = [tag for tag in tags if tag.partition(":")[0] in (*NAMED_ROLES, "train", "show")]
    if len(roles) > 1:
        raise SourceError(f"{where}: has {len(roles)} roles; a cell has one")
    if not roles:
        return ("prose" if kind == "markdown" else "setup"), ""
    role, _, name = roles[0].partition(":")
    expected_kind = "markdown" if role == "written" else "code"
    if kind != expected_kind:
        raise SourceError(f"{where}: {role!r} is for {expected_kind} cells, and this is a {kind} cell")
    if (role in NAMED_ROLES) != bool(name):
        form = f"{role}:NAME" if role in NAMED_ROLES else role
        raise SourceError(f"{where}: write the tag as {form!r}")
    if name and not (name.isidentifier() and name.isascii() and len(name) <= 50):
        raise SourceError(f"{where}: {name!r} must be a Python name of at most 50 characters")
    return cast(SourceRole, role), name


def _points(role: SourceRole, tags: tuple[str, ...], where: str) -> float | None:
    given = [tag.partition(":")[2] for tag in tags if tag.startswith("points:")]
    if role != "written":
        if given:
            raise SourceError(f"{where}: points:N is for written cells; an exercise's points come from its checks")
        return None
    try:
        (points,) = map(float, given)
    except ValueError:
        raise SourceError(f"{where}: a written cell needs one tag points:N, such as points:2") from None
    if not 0 < points < float("inf"):
        raise SourceError(f"{where}: points must be more than 0")
    return points


def _refuse_duplicates(cells: Iterable[SourceCell], path: Path) -> None:
    for cell_id, count in Counter(cell.id for cell in cells).items():
        if count > 1:
            raise SourceError(f"{path.name}, cell {cell_id}: {count} cells have this name; give each its own")
    names = Counter(cell.name for cell in cells if cell.role in ("answer", "written"))
    for name, count in names.items():
        if count > 1:
            raise SourceError(f"{path.name}, cell {name}: an answer and a written question share this name; rename one")


def _heading(cell: Any) -> str:
    """Return a markdown cell's first heading, or an empty string."""
    if cell.cell_type != "markdown":
        return ""
    found = re.search(r"^#{1,6}\s+(.+)$", _MARK_IN_MARKDOWN.sub("", cell.source), re.MULTILINE)
    return found.group(1) if found else ""


def _slug(heading: str) -> str:
    """Return a heading in small letters and hyphens; a number before it is left out, so that sections can move."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"^[\d.]+\b", "", heading).lower())
    return "-".join(words)[:48].strip("-") or "cell"


def _numbered(slug: str, ids: Counter[str]) -> str:
    """Return ``slug--1``, ``slug--2`` … : the double hyphen keeps clear of names, which have none."""
    ids[slug] += 1
    return f"{slug}--{ids[slug]}"


def _with_hidden_marks(source: str) -> str:
    """Write solution marks as HTML comments, which a rendered page does not show."""
    return _MARK_IN_MARKDOWN.sub(r"<!-- \1 -->", source)
