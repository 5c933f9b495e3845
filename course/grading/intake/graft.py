"""Read a submission: take the release notebook and graft the student's answers into it.

Cells are recognised by nbgrader's grade_id, else by cell id, else by what they hold: the lab's own text, or the names
that an answer defines; else by their position between cells that were recognised. What the lab provides comes from the
release notebook whatever the student made of it; what the student wrote runs, wherever it stands. Tags and outputs of
the submission are not looked at.

Nothing here runs or trusts what was handed in: any JSON gives a program, in time that grows with its size only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from course.grading.records import CellRole, Program, ProgramCell
from course.notebooks.code import Code, Statement, read_code

MAX_CELLS = 2_000
MAX_TEXT = 2_000_000  # characters of all cells together; a lab has 60,000
MAX_NOTES = 40
_CHECKER = re.compile(r"\bchecker\(\s*[\"'](\w+)[\"']")
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

    @property
    def kind(self) -> str:
        return "markdown" if self.role in ("prose", "written") else "code"

    @cached_property
    def names(self) -> frozenset[str]:
        """What the student is to define: the names of the stubs; without a stub, all that it defines itself."""
        statements = [one for one in self.code.statements if not one.is_import]
        stubs = [one for one in statements if one.is_stub]
        return frozenset().union(*(one.names for one in stubs or statements))


@dataclass
class _Cell:
    """A cell of the submission, and the lab's cell that it was recognised as.

    Attributes:
        matched: It needs no further search: it is a cell of the lab's, or a copy of one.
    """

    index: int
    kind: str
    grade_id: str
    id: str
    source: str
    key: str
    code: Code
    lab_cell: _LabCell | None = None
    matched: bool = False

    @property
    def label(self) -> str:
        return f"cell {self.index + 1}"


@dataclass
class _Graft:
    """The work in progress: the two notebooks, and what was found out so far."""

    lab: list[_LabCell]
    cells: list[_Cell]
    notes: list[str]
    own: dict[int, list[_Cell]] = field(default_factory=lambda: defaultdict(list))  # lab cell → cells recognised as it

    @property
    def answers(self) -> list[_LabCell]:
        return [cell for cell in self.lab if cell.role == "answer"]


@dataclass
class _Piece:
    """Code to run: where, whose, and what it defines.

    Attributes:
        place: Index of a lab cell; before, in or after its place; position in the submission.
        id: Cell id, for messages.
        label: How messages call it.
        role: Whose it is.
        code: What runs.
        answers: The lab's cell whose answer or stub it is.
        repeats: It runs a second time, to undo what a cell between did to its names.
    """

    place: tuple[int, int, int]
    id: str
    label: str
    role: CellRole
    code: Code
    answers: _LabCell | None = None
    repeats: bool = False


def graft(release: Mapping[str, Any], submission: Any) -> Program:
    """Read a submission as a program.

    Args:
        release: The notebook that students got.
        submission: What the student handed in, as JSON has it; anything goes.

    Returns:
        The code to run and the written answers. An answer that is missing is the release notebook's stub.
    """
    work = _Graft(_lab_cells(release), *_read_cells(submission))
    ours, theirs = named_lab(release), named_lab(submission)
    if ours and theirs not in ("", ours):
        work.notes.append(f"it is the notebook of {theirs}, and was graded as {ours}")
    _match_by_id(work)
    _match_by_content(work)
    _match_by_names(work)
    _match_by_position(work)
    pieces = _without_answered_stubs(_in_order(work), work)
    cells, answers = _labelled(pieces, work)
    written, points = _written(work)
    notes = tuple(dict.fromkeys(work.notes))
    if len(notes) > MAX_NOTES:
        notes = (*notes[:MAX_NOTES], f"and {len(notes) - MAX_NOTES} more remarks of this kind")
    return Program(cells, written, points, notes, answers)


# Reading the two notebooks


def _lab_cells(release: Mapping[str, Any]) -> list[_LabCell]:
    return [_lab_cell(index, cell) for index, cell in enumerate(_cells_of(release))]


def _lab_cell(index: int, cell: dict[str, Any]) -> _LabCell:
    nbgrader = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    source = _text(cell.get("source"))
    role = _lab_role(cell, nbgrader)
    points = nbgrader.get("points")
    return _LabCell(
        index=index,
        id=_text(cell.get("id")) or f"cell-{index + 1}",
        name=_text(nbgrader.get("grade_id")) or f"the lab's cell {index + 1}",
        role=role,
        source=source,
        key=_key(source),
        code=read_code("" if role in ("prose", "written") else source),
        points=float(points) if isinstance(points, (int, float)) else 0.0,
    )


def _lab_role(cell: dict[str, Any], nbgrader: dict[str, Any]) -> Role:
    tags = _dict(cell.get("metadata")).get("tags")
    tags = {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()
    if cell.get("cell_type") != "code":
        return "written" if nbgrader.get("solution") is True else "prose"
    if nbgrader.get("solution") is True or any(tag.startswith("answer:") for tag in tags):
        return "answer"
    if nbgrader.get("grade") is True or any(tag.startswith("check:") for tag in tags):
        return "check"
    return "skipped" if tags & {"train", "show"} else "setup"


def _read_cells(submission: Any) -> tuple[list[_Cell], list[str]]:
    """Return a submission's cells, as many as a notebook has, and notes on what was left out."""
    raw = _cells_of(submission)
    cells, notes, room = [], [], MAX_TEXT
    for index, cell in enumerate(raw[:MAX_CELLS]):
        source = _text(cell.get("source"))
        room -= len(source)
        if room < 0:
            notes.append(
                f"the cells hold more than {MAX_TEXT:,} characters; from cell {index + 1} on they were not read"
            )
            break
        cells.append(_read_cell(index, cell, source))
    if len(raw) > MAX_CELLS:
        notes.append(f"the notebook has {len(raw):,} cells; the first {MAX_CELLS:,} were read")
    return cells, notes


def _read_cell(index: int, cell: dict[str, Any], source: str) -> _Cell:
    metadata = _dict(cell.get("metadata"))
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return _Cell(
        index=index,
        kind=kind,
        grade_id=_text(_dict(metadata.get("nbgrader")).get("grade_id")),
        id=_text(cell.get("id")) or _text(metadata.get("id")),  # Colab keeps ids in the metadata
        source=source,
        key=_key(source),
        code=read_code(source if kind == "code" else ""),
    )


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


# Recognising cells


def _match_by_id(work: _Graft) -> None:
    """Believe a cell's grade_id, then its id, unless what it holds is plainly another cell."""
    by_name = {cell.name: cell for cell in work.lab}
    by_id = {cell.id: cell for cell in work.lab}
    by_key = {(cell.kind, cell.key): cell for cell in work.lab if cell.key}
    for cell in work.cells:
        lab_cell = by_name.get(cell.grade_id) or by_id.get(cell.id)
        if lab_cell is None:
            continue
        if lab_cell.kind != cell.kind and not _retyped(cell, lab_cell, work):
            continue
        same = by_key.get((cell.kind, cell.key), lab_cell).key == lab_cell.key
        if same and not _answers_another(cell, lab_cell, work):
            _match(work, cell, lab_cell)


def _retyped(cell: _Cell, lab_cell: _LabCell, work: _Graft) -> bool:
    """Say whether a cell is the lab's with its type changed, as one keystroke does; read an answer as code again."""
    if lab_cell.role == "written":
        return True
    code = read_code(cell.source)
    if lab_cell.role != "answer" or not code.statements or not code.names & lab_cell.names:
        return False
    cell.kind, cell.code = "code", code
    work.notes.append(f"{cell.label} is no code cell, and was read as the answer to {lab_cell.name}")
    return True


def _answers_another(cell: _Cell, lab_cell: _LabCell, work: _Graft) -> bool:
    """Say whether a cell answers other exercises only: its id was swapped or copied."""
    if cell.kind != "code" or lab_cell.role == "written" or lab_cell.names & cell.code.names:
        return False
    return any(other.names & cell.code.names for other in work.answers)


def _match(work: _Graft, cell: _Cell, lab_cell: _LabCell) -> None:
    cell.lab_cell, cell.matched = lab_cell, True
    work.own[lab_cell.index].append(cell)


def _match_by_content(work: _Graft) -> None:
    """Recognise the lab's own cells by their text; a copy of one that is there already is nobody's answer."""
    by_key = defaultdict(list)
    for lab_cell in work.lab:
        if lab_cell.key and lab_cell.role != "answer":
            by_key[lab_cell.kind, lab_cell.key].append(lab_cell)
    for cell in work.cells:
        same = by_key.get((cell.kind, cell.key))
        if cell.matched or not same:
            continue
        unused = next((lab_cell for lab_cell in same if not work.own[lab_cell.index]), None)
        if unused:
            _match(work, cell, unused)
        cell.matched = True


def _match_by_names(work: _Graft) -> None:
    """Recognise answers by the names they define, where the answer's own cell is gone or has lost its ids.

    One keystroke makes a code cell text: where no code cell defines the names, a text cell may.
    """
    for lab_cell in work.answers:
        if work.own[lab_cell.index]:
            continue
        unmatched = [cell for cell in work.cells if not cell.matched]
        code = [cell for cell in unmatched if cell.kind == "code" and lab_cell.names & cell.code.names]
        for cell in code or [cell for cell in unmatched if cell.kind != "code" and _retyped(cell, lab_cell, work)]:
            _match(work, cell, lab_cell)


def _match_by_position(work: _Graft) -> None:
    """Take the only unknown cell between two known ones for the only answer that is missing between the same two."""
    for kind, role in (("code", "answer"), ("markdown", "written")):
        for before, unknown, after in _gaps(work, kind):
            between = work.lab[before + 1 : after]
            missing = [one for one in between if one.role == role and not work.own[one.index]]
            if len(missing) == 1 and len(unknown) == 1:
                _match(work, unknown[0], missing[0])
                work.notes.append(f"{unknown[0].label} was taken for {missing[0].name}, because of its position")


def _gaps(work: _Graft, kind: str) -> list[tuple[int, list[_Cell], int]]:
    """Return runs of unknown, non-empty cells of a kind with the indices of the lab's cells before and after them."""
    gaps, before, unknown = [], -1, []
    for cell in work.cells:
        if cell.lab_cell is None:
            if cell.kind == kind and cell.key and not cell.matched:
                unknown.append(cell)
            continue
        if unknown:
            gaps.append((before, unknown, cell.lab_cell.index))
        before, unknown = cell.lab_cell.index, []
    if unknown:
        gaps.append((before, unknown, len(work.lab)))
    return gaps


def named_lab(notebook: Any) -> str:
    """Return the lab that a notebook's code asks to be checked as, ``course.checker("lab01", …)``; else nothing."""
    sources = [_text(cell.get("source")) for cell in _cells_of(notebook)[:MAX_CELLS] if cell.get("cell_type") == "code"]
    return next((found[1] for source in sources if (found := _CHECKER.search(source))), "")


# Putting the code in order


def _in_order(work: _Graft) -> list[_Piece]:
    """Return all code to run: the lab's in the lab's order, and what the student added where the student put it."""
    pieces: list[_Piece] = []
    main: dict[int, _Cell | None] = {}
    strays: list[_Cell] = []
    for lab_cell in work.lab:
        own = work.own[lab_cell.index]
        if lab_cell.role == "answer":
            main[lab_cell.index] = _main(own, lab_cell)
            strays += _answer_pieces(pieces, own, main[lab_cell.index], lab_cell, work)
        elif lab_cell.role == "setup":
            label = f"{lab_cell.id} (of the lab)"
            pieces.append(_Piece((lab_cell.index, _OWN, 0), lab_cell.id, label, "setup", lab_cell.code))
            pieces += [_edited(cell, lab_cell.code, lab_cell, work) for cell in own if _changed(cell, lab_cell)]
        elif lab_cell.role in ("check", "skipped"):
            pieces += [piece for cell in own if (piece := _rescued(cell, lab_cell, work))]
    added = [cell for cell in work.cells if cell.kind == "code" and not cell.matched and cell.key]
    pieces += _added([cell for cell in added if not _is_stub(cell, work)] + strays, main, work)
    pieces += _repeats(pieces, main, work)
    return sorted(pieces, key=lambda piece: piece.place)


def _main(own: list[_Cell], lab_cell: _LabCell) -> _Cell | None:
    """Return the last of the cells that define the names and are no stub; None if all are stubs."""
    live = [cell for cell in own if _changed(cell, lab_cell)]
    defining = [cell for cell in live if lab_cell.names & cell.code.names]
    best = defining or live
    return best[-1] if best else None


def _changed(cell: _Cell, lab_cell: _LabCell) -> bool:
    """Say whether a cell differs from the lab's in more than white space and comments."""
    if not cell.key or cell.key == lab_cell.key:
        return False
    if not cell.code.statements or not lab_cell.code.statements:
        return True
    mine, labs = cell.code.statements, lab_cell.code.statements
    return len(mine) != len(labs) or any(one.meaning != other.meaning for one, other in zip(mine, labs))


def _is_stub(cell: _Cell, work: _Graft) -> bool:
    """Say whether a cell is a copy of a stub, which stands in its own place already."""
    return any(one.names & cell.code.names and not _changed(cell, one) for one in work.answers)


def _answer_pieces(
    pieces: list[_Piece], own: list[_Cell], main: _Cell | None, lab_cell: _LabCell, work: _Graft
) -> list[_Cell]:
    """Add an exercise's answer, or its stub, to ``pieces``; return copies of its cell that became something else."""
    if main is None:
        if not own:
            work.notes.append(
                f"the cell of {lab_cell.name} is missing; the lab's own, without an answer, took its place"
            )
        label = f"{lab_cell.name} (of the lab)"
        pieces.append(_Piece((lab_cell.index, _OWN, 0), lab_cell.id, label, "answer", lab_cell.code, lab_cell))
        return []
    pieces.append(_piece(main, (lab_cell.index, _OWN, main.index), "answer", lab_cell))
    others = [one for one in own if one is not main and one.key != main.key and _changed(one, lab_cell)]
    rivals = [one for one in others if not one.code.names or one.code.names & main.code.names]
    pieces += [_piece(one, (lab_cell.index, _FIRST, one.index), "added") for one in rivals]
    if rivals:
        work.notes.append(f"{len(rivals) + 1} cells answer {lab_cell.name}; the last one ({main.label}) counts")
    return [one for one in others if one not in rivals]


def _piece(cell: _Cell, place: tuple[int, int, int], role: CellRole, answers: _LabCell | None = None) -> _Piece:
    return _Piece(place, cell.label.replace(" ", "-"), cell.label, role, cell.code, answers)


def _edited(cell: _Cell, lab_code: Code, lab_cell: _LabCell, work: _Graft) -> _Piece:
    """Run a changed setup cell before the lab's own: its imports and helpers stay, and the lab's names win."""
    work.notes.append(f"{cell.label} is the lab's and was changed; the lab's own ran after it")
    return _piece(cell, (lab_cell.index, _FIRST, cell.index), "added")


def _rescued(cell: _Cell, lab_cell: _LabCell, work: _Graft) -> _Piece | None:
    """Return what a student defined in a check, training or demonstration cell, which as a whole do not run."""
    known = {statement.meaning for statement in lab_cell.code.statements}
    answers = _answer_names(work)
    mine = [
        one for one in cell.code.statements if (one.is_definition or one.names & answers) and one.meaning not in known
    ]
    if not mine:
        return None
    work.notes.append(f"{cell.label} is the lab's and was changed; of it only what it defines ran")
    piece = _piece(cell, (lab_cell.index, _OWN, cell.index), "added")
    piece.code = read_code(cell.code.only(mine))
    return piece


def _answer_names(work: _Graft) -> frozenset[str]:
    return frozenset().union(*(lab_cell.names for lab_cell in work.answers))


def _added(cells: list[_Cell], main: dict[int, _Cell | None], work: _Graft) -> list[_Piece]:
    """Place cells after the lab's cell that they stand below, and on the right side of the answers they redefine."""
    before, after = _neighbours(work.cells)
    pieces = []
    for cell in cells:
        above, below = before[cell.index], after[cell.index]
        place = (above.index if above else -1, _LAST, cell.index)
        # Out of the lab's order, what stands directly above an answer may be what that answer needs.
        if above and below and below.index < above.index and below.role == "answer":
            place = (below.index, _FIRST, cell.index)
        for index, answer in main.items():
            if answer and answer.code.names & cell.code.names:
                if cell.index < answer.index:
                    place = min(place, (index, _FIRST, cell.index))
                else:
                    place = max(place, (index, _LAST, cell.index))
        pieces.append(_piece(cell, place, "added"))
    return pieces


def _repeats(pieces: list[_Piece], main: dict[int, _Cell | None], work: _Graft) -> list[_Piece]:
    """Repeat answers whose names are used for something else below their check.

    In a notebook the check has run by then; here all checks run at the end. A new definition of a function is taken
    for a better answer, and stands.
    """
    repeats = []
    for index, answer in main.items():
        lab_cell = work.lab[index]
        checks = [cell.index for cell in work.cells if cell.lab_cell and cell.lab_cell.name == f"check-{lab_cell.name}"]
        if answer is None or not checks or checks[0] < answer.index:
            continue
        for piece in [one for one in pieces if one.role == "added" and one.place[2] > checks[0]]:
            rebinding = [one for one in piece.code.statements if one.names & lab_cell.names]
            if rebinding and not any(one.is_definition for one in rebinding):
                own = answer.code.only(one for one in answer.code.statements if one.names & lab_cell.names)
                label = f"{lab_cell.name} (repeated below {piece.label})"
                repeats.append(_Piece(piece.place, lab_cell.id, label, "added", read_code(own), lab_cell, repeats=True))
                work.notes.append(
                    f"{piece.label} uses the name {lab_cell.name} for something else; the answer above counts"
                )
    return repeats


def _neighbours(cells: list[_Cell]) -> tuple[list[_LabCell | None], list[_LabCell | None]]:
    """Return, for each cell, the lab's cells that the nearest known cells above and below it are."""
    before: list[_LabCell | None] = []
    after: list[_LabCell | None] = []
    last: _LabCell | None = None
    for cell in cells:
        before.append(last)
        last = cell.lab_cell or last
    last = None
    for cell in reversed(cells):
        after.append(last)
        last = cell.lab_cell or last
    return before, after[::-1]


# Stubs, labels, written answers


def _without_answered_stubs(pieces: list[_Piece], work: _Graft) -> list[_Piece]:
    """Leave out stubs, whole cells or single functions of one, whose names are defined elsewhere.

    Otherwise a stub that stands below the answer would undo it.
    """
    stubs = {
        statement.meaning for lab_cell in work.answers for statement in lab_cell.code.statements if statement.is_stub
    }

    def is_stub(statement: Statement) -> bool:
        return bool(statement.names) and statement.is_stub and statement.meaning in stubs

    answered = frozenset().union(*(_written_names(piece.code, is_stub) for piece in pieces))
    left = []
    for piece in pieces:
        dropped = [one for one in piece.code.statements if is_stub(one) and one.names <= answered]
        if not dropped:
            left.append(piece)
        elif len(dropped) < len(piece.code.statements):
            left.append(replace(piece, code=read_code(piece.code.without(dropped))))
    return left


def _written_names(code: Code, is_stub: Any) -> frozenset[str]:
    """Return the names that code defines other than by a stub."""
    if not code.statements:
        return code.names
    return frozenset().union(*(one.names for one in code.statements if not is_stub(one)))


def _labelled(pieces: list[_Piece], work: _Graft) -> tuple[tuple[ProgramCell, ...], dict[str, str]]:
    """Name each exercise's answer after it: the last cell that defines its names, wherever it stands."""
    labels: dict[int, str] = {}
    answers: dict[str, str] = {}
    for lab_cell in work.answers:
        holder = _holder(pieces, lab_cell)
        if holder is None:
            continue
        piece = pieces[holder]
        if piece.answers is lab_cell or (piece.answers is None and holder not in labels):
            labels[holder] = lab_cell.name
        if piece.code.source != lab_cell.source:
            answers[lab_cell.name] = piece.code.source
        if piece.role == "added":
            work.notes.append(f"{lab_cell.name} is answered in {piece.label}, which was added")
    cells = tuple(_program_cell(piece, labels.get(n)) for n, piece in enumerate(pieces))
    return cells, answers


def _holder(pieces: list[_Piece], lab_cell: _LabCell) -> int | None:
    """Return the position of the piece that answers an exercise: the last that defines its names, if any does."""
    own = next((n for n, piece in enumerate(pieces) if piece.answers is lab_cell and not piece.repeats), None)
    if any(piece.repeats and piece.answers is lab_cell for piece in pieces):
        return own
    return max((n for n, piece in enumerate(pieces) if lab_cell.names & piece.code.names), default=own)


def _program_cell(piece: _Piece, answers: str | None) -> ProgramCell:
    role: CellRole = "setup" if piece.role == "setup" else "answer" if answers else "added"
    return ProgramCell(piece.id, role, piece.code.source, answers or piece.label)


def _written(work: _Graft) -> tuple[dict[str, str], dict[str, float]]:
    """Return the written answers, empty where nothing was written, and their points."""
    written, points = {}, {}
    for lab_cell in work.lab:
        if lab_cell.role == "written":
            written[lab_cell.name] = _written_answer(work.own[lab_cell.index], lab_cell, work)
            points[lab_cell.name] = lab_cell.points
    return written, points


def _written_answer(own: list[_Cell], lab_cell: _LabCell, work: _Graft) -> str:
    """Return the last of its cells that was changed, with the text cells that the student put below it."""
    changed = [cell for cell in own if cell.key and cell.key != lab_cell.key]
    if len(changed) > 1:
        work.notes.append(f"{len(changed)} cells answer {lab_cell.name}; the last one ({changed[-1].label}) counts")
    texts = [changed[-1].source] if changed else []
    for cell in work.cells[(changed or own)[-1].index + 1 :] if own else ():
        if cell.matched or cell.kind == "code":
            break
        texts.append(cell.source)
    return "\n\n".join(text.strip() for text in texts if text.strip())
