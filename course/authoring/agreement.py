"""What must hold between a lab's source and its checks before a notebook is built from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from course.authoring.source import Source, SourceCell, SourceError
from course.checks.registry import LabChecks
from course.notebooks.code import defined_names

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"


def require_agreement(source: Source, checks: LabChecks) -> None:
    """Refuse a source that does not fit its checks, with every problem at once.

    Raises:
        SourceError: One line per problem, each naming the cell or the exercise.
    """
    problems = [
        f"{source.path.name}, cell {cell.id}: {problem}" for cell in source.cells for problem in _problems_of(cell)
    ]
    problems += [f"{source.path.name}: {problem}" for problem in _problems_between(source, checks)]
    if problems:
        raise SourceError("\n".join(problems))


def _problems_of(cell: SourceCell) -> Iterator[str]:
    yield from _mark_problems(cell)
    if cell.role in ("setup", "answer"):
        yield from _code_problems(cell)
    if cell.role == "check" and cell.source.strip() != f'check("{cell.name}")':
        yield f'must be just check("{cell.name}"): its value is the points that are earned'


def _mark_problems(cell: SourceCell) -> Iterator[str]:
    marks = [mark for line in cell.source.splitlines() for mark in (BEGIN, END) if mark in line]
    if cell.role not in ("answer", "written"):
        if marks:
            yield "has solution marks, but is no answer:NAME or written:NAME cell, so the solution would be handed out"
    elif not marks:
        yield f"has no solution; put it between lines ### {BEGIN} and ### {END}"
    elif marks != [BEGIN, END] * (len(marks) // 2):
        yield f"its marks do not pair: each {BEGIN} needs one {END} after it, and none inside"


def _code_problems(cell: SourceCell) -> Iterator[str]:
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        yield (
            f"line {error.lineno} is no plain Python ({error.msg}); setup and answers are also run without Jupyter, "
            "so lines with % or ! belong into cells tagged show"
        )


def _problems_between(source: Source, checks: LabChecks) -> Iterator[str]:
    checked = [cell.name for cell in source.cells if cell.role == "check"]
    for name in checked:
        if name not in checks.exercises:
            known = ", ".join(checks.exercises) or "none"
            yield f"cell check-{name}: the lab's checks have no exercise {name!r}; they have: {known}"
    answered: set[str] = set()
    for cell in source.cells:
        if cell.role == "answer":
            answered |= {cell.name} | defined_names(cell.source)
        elif cell.role == "check" and cell.name not in answered:
            yield f"cell {cell.id}: no answer cell above it defines {cell.name!r}"
    for exercise in checks.exercises:
        if exercise not in checked:
            yield f"exercise {exercise!r} has checks, but no cell is tagged check:{exercise}"
