"""Read a submission: take the release notebook and graft the student's answers into it.

Cells are told by nbgrader's grade_id, else by cell id, else by what they hold: the lab's own text, or the names an
answer defines; else by their position between cells that were told. What the lab provides comes from the release
notebook whatever the student made of it; what the student wrote runs, wherever it stands. Tags and outputs of the
submission are not looked at.

Nothing here runs or trusts what was handed in: any JSON gives a program, in time that grows with its size only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from course.grading.code import Code, read_code
from course.grading.records import Program, ProgramCell

MAX_CELLS = 2_000
MAX_TEXT = 2_000_000  # characters of all cells together; a lab has 60,000
_FIRST, _OWN, _LAST = 0, 1, 2  # a student's cells before, in and after the place of a lab's cell

Role = Literal["prose", "setup", "answer", "check", "written", "skipped"]


@dataclass
class _LabCell:
    """A cell of the release notebook."""

    index: int
    id: str
    name: str
    role: Role
    source: str
    key: str
    code: Code
    points: float = 0.0


@dataclass
class _Cell:
    """A cell of the submission, and what it was told to be."""

    index: int
    kind: str
    grade_id: str
    id: str
    source: str
    key: str
    code: Code
    lab_cell: _LabCell | None = None
    told: bool = False
    place: tuple[int, int, int] = (-1, _LAST, 0)

    @property
    def label(self) -> str:
        return f"cell {self.index + 1}"


@dataclass
class _Graft:
    """The work in progress: the two notebooks, and what was found out so far."""

    lab: list[_LabCell]
    cells: list[_Cell]
    notes: list[str]
    own: dict[int, list[_Cell]] = field(default_factory=lambda: defaultdict(list))  # lab cell → its cells here
    added: list[_Cell] = field(default_factory=list)

    @property
    def answers(self) -> list[_LabCell]:
        return [cell for cell in self.lab if cell.role == "answer"]


def graft(release: Mapping[str, Any], submission: Any) -> Program:
    """Read a submission as a program.

    Args:
        release: The notebook that students got.
        submission: What the student handed in, as JSON has it; anything goes.

    Returns:
        The code to run and the written answers. An answer that is missing is the release notebook's stub.
    """
    work = _Graft(read_release(release), *_read_cells(submission))
    _tell_by_id(work)
    _tell_by_content(work)
    _tell_by_names(work)
    _tell_by_position(work)
    _place(work)
    return _program(work)


def read_release(release: Mapping[str, Any]) -> list[_LabCell]:
    """Return the cells of a release notebook with what each is for."""
    return [_lab_cell(index, cell) for index, cell in enumerate(_cells_of(release))]


def _lab_cell(index: int, cell: dict[str, Any]) -> _LabCell:
    nbgrader = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    source = _text(cell.get("source"))
    kind = "markdown" if cell.get("cell_type") != "code" else "code"
    points = nbgrader.get("points")
    return _LabCell(
        index=index,
        id=_text(cell.get("id")) or f"cell-{index + 1}",
        name=_text(nbgrader.get("grade_id")) or f"cell {index + 1} of the lab",
        role=_lab_role(cell, kind, nbgrader),
        source=source,
        key=_key(source),
        code=read_code(source if kind == "code" else ""),
        points=float(points) if isinstance(points, (int, float)) else 0.0,
    )


def _lab_role(cell: dict[str, Any], kind: str, nbgrader: dict[str, Any]) -> Role:
    tags = _dict(cell.get("metadata")).get("tags")
    tags = {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()
    if kind == "markdown":
        return "written" if nbgrader.get("solution") is True else "prose"
    if nbgrader.get("grade") is True or any(tag.startswith("check:") for tag in tags):
        return "check"
    if nbgrader.get("solution") is True or any(tag.startswith("answer:") for tag in tags):
        return "answer"
    return "skipped" if tags & {"train", "show"} else "setup"


def _read_cells(submission: Any) -> tuple[list[_Cell], list[str]]:
    """Return a submission's cells, as many as a notebook has, and notes on what was left out."""
    raw = _cells_of(submission)
    cells, notes, room = [], [], MAX_TEXT
    for index, cell in enumerate(raw[:MAX_CELLS]):
        metadata = _dict(cell.get("metadata"))
        source = _text(cell.get("source"))
        room -= len(source)
        if room < 0:
            notes.append(f"the notebook holds more than {MAX_TEXT:,} characters; cells from {index + 1} on were not read")
            break
        kind = "code" if cell.get("cell_type") == "code" else "markdown"
        cells.append(
            _Cell(
                index=index,
                kind=kind,
                grade_id=_text(_dict(metadata.get("nbgrader")).get("grade_id")),
                id=_text(cell.get("id")) or _text(metadata.get("id")),  # Colab keeps ids in the metadata
                source=source,
                key=_key(source),
                code=read_code(source if kind == "code" else ""),
            )
        )
    if len(raw) > MAX_CELLS:
        notes.append(f"the notebook has {len(raw):,} cells; the first {MAX_CELLS:,} were read")
    return cells, notes


def _cells_of(notebook: Any) -> list[dict[str, Any]]:
    cells = _dict(notebook).get("cells")
    return [_dict(cell) for cell in cells] if isinstance(cells, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """Return a string, or the lines of a list of strings as one; anything else counts as empty."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    return value.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _key(source: str) -> str:
    """Return a text without its white space: what makes two cells the same."""
    return "".join(source.split())


def _tell_by_id(work: _Graft) -> None:
    """Believe a cell's grade_id, then its id, unless what it holds is plainly another cell."""
    by_name = {cell.name: cell for cell in work.lab}
    by_id = {cell.id: cell for cell in work.lab}
    by_key = {cell.key: cell for cell in work.lab if cell.key}
    for cell in work.cells:
        lab_cell = by_name.get(cell.grade_id) or by_id.get(cell.id)
        if lab_cell is None or _kind(lab_cell) != cell.kind:
            continue
        if by_key.get(cell.key, lab_cell).key == lab_cell.key and not _answers_another(cell, lab_cell, work):
            _tell(work, cell, lab_cell)


def _kind(cell: _LabCell) -> str:
    return "markdown" if cell.role in ("prose", "written") else "code"


def _answers_another(cell: _Cell, lab_cell: _LabCell, work: _Graft) -> bool:
    """Say whether a cell defines names of other exercises only: its id was swapped or copied."""
    if cell.kind != "code" or lab_cell.code.names & cell.code.names:
        return False
    return any(other.code.names & cell.code.names for other in work.answers)


def _tell(work: _Graft, cell: _Cell, lab_cell: _LabCell) -> None:
    cell.lab_cell, cell.told = lab_cell, True
    work.own[lab_cell.index].append(cell)


def _tell_by_content(work: _Graft) -> None:
    """Recognise the lab's own cells by their text; a copy of one that is there already is nobody's answer."""
    by_key = defaultdict(list)
    for lab_cell in work.lab:
        if lab_cell.key and lab_cell.role not in ("answer", "written"):
            by_key[_kind(lab_cell), lab_cell.key].append(lab_cell)
    for cell in work.cells:
        same = by_key.get((cell.kind, cell.key))
        if cell.told or not same:
            continue
        unused = next((each for each in same if not work.own[each.index]), None)
        if unused:
            _tell(work, cell, unused)
        cell.told = True


def _tell_by_names(work: _Graft) -> None:
    """Recognise answers that have lost their ids by the names they define, where the answer's own cell is gone."""
    for lab_cell in work.answers:
        if work.own[lab_cell.index]:
            continue
        for cell in work.cells:
            if cell.kind == "code" and not cell.told and lab_cell.code.names & cell.code.names:
                _tell(work, cell, lab_cell)
    written = {cell.key: cell for cell in work.lab if cell.role == "written"}
    for cell in work.cells:
        lab_cell = written.get(cell.key)
        if lab_cell and not cell.told and cell.kind == "markdown" and not work.own[lab_cell.index]:
            _tell(work, cell, lab_cell)


def _tell_by_position(work: _Graft) -> None:
    """Give the only unknown cell between two known ones to the only answer that is missing between the same two."""
    for kind, role in (("code", "answer"), ("markdown", "written")):
        for before, unknown, after in _gaps(work, kind):
            missing = [
                lab_cell
                for lab_cell in work.lab[before + 1 : after]
                if lab_cell.role == role and not work.own[lab_cell.index]
            ]
            if len(missing) == 1 and len(unknown) == 1:
                _tell(work, unknown[0], missing[0])
                work.notes.append(f"{unknown[0].label} was taken for {missing[0].name}, because of its position")


def _gaps(work: _Graft, kind: str) -> list[tuple[int, list[_Cell], int]]:
    """Return runs of unknown, non-empty cells of a kind with the lab's cells before and after them."""
    gaps, before, unknown = [], -1, []
    for cell in work.cells:
        if cell.lab_cell is None:
            if cell.kind == kind and cell.key and not cell.told:
                unknown.append(cell)
            continue
        if unknown:
            gaps.append((before, unknown, cell.lab_cell.index))
        before, unknown = cell.lab_cell.index, []
    if unknown:
        gaps.append((before, unknown, len(work.lab)))
    return gaps


def _place(work: _Graft) -> None:
    """Decide what runs where: answers in the lab's order, and added cells where the student put them."""
    before = -1
    following = _following(work.cells)
    for cell in work.cells:
        if cell.lab_cell is not None:
            before = cell.lab_cell.index
            if cell.lab_cell.role != "answer":
                continue
            cell.place = (before, _OWN, cell.index)
        elif cell.kind == "code" and not cell.told and cell.key:
            after = following[cell.index]
            # Cells out of the lab's order: what stands above an answer may be what it needs.
            moved = after is not None and after.index < before and after.role == "answer"
            cell.place = (after.index, _FIRST, cell.index) if moved else (before, _LAST, cell.index)
            work.added.append(cell)


def _following(cells: list[_Cell]) -> list[_LabCell | None]:
    """Return, for each cell, the lab's cell that the next known cell is."""
    following, after = [], None
    for cell in reversed(cells):
        following.append(after)
        after = cell.lab_cell or after
    return following[::-1]


def _program(work: _Graft) -> Program:
    pieces: list[tuple[tuple[int, int, int], ProgramCell]] = []
    return Program(cells=tuple(cell for _, cell in sorted(pieces, key=lambda piece: piece[0])))


def _unused(_: Iterable) -> None: ...
