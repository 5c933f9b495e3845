"""What a cell's source defines, read from its syntax tree; nothing is run.

Magics are read as they run (:mod:`course.notebooks.magics`). A source that does not parse still has names: those that
its lines begin to define.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from course.notebooks.magics import read_as_python

MAX_PARSED = 200_000  # characters; an answer has a thousand
MAX_STATEMENTS = 5_000  # at a cell's top level; a long cell has a hundred
MAX_KEPT = 20_000  # characters of a source whose reading is kept: the lab's own cells come back with each submission
_BEGUN = re.compile(r"^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
_WARNINGS = threading.Lock()  # the filters belong to the process, and submissions are read in threads

_Parsed = TypeVar("_Parsed")

Function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Statement:
    """A statement at a cell's top level.

    Attributes:
        node: Its syntax tree.
        names: What it defines.
    """

    node: ast.stmt
    names: frozenset[str]

    @cached_property
    def meaning(self) -> str:
        """A text that is the same for statements that differ in white space and comments only."""
        try:
            return ast.dump(self.node)
        except (RecursionError, ValueError):  # nested too deep, or an integer of more digits than Python writes out
            return f"like no other: {id(self.node)}"

    @cached_property
    def is_stub(self) -> bool:
        """Whether it is what a student is to replace: it raises NotImplementedError, or assigns ``...``."""
        return is_stub(self.node)

    @property
    def is_import(self) -> bool:
        """Whether it imports."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    @property
    def is_definition(self) -> bool:
        """Whether it only defines: a function, a class or an import."""
        return self.is_import or isinstance(self.node, (*Function, ast.ClassDef))

    @property
    def lines(self) -> range:
        """The lines it stands on, decorators included, counted from 0."""
        first = min([self.node.lineno, *(each.lineno for each in getattr(self.node, "decorator_list", ()))])
        return range(first - 1, self.node.end_lineno or first)


@dataclass(frozen=True)
class Code:
    """A cell's source, read.

    Attributes:
        source: The source as it stands.
        statements: Its top-level statements; empty where it does not parse.
        names: What it defines at top level.
    """

    source: str
    statements: tuple[Statement, ...]
    names: frozenset[str]

    def without(self, statements: Iterable[Statement]) -> str:
        """Return the source with some statements blanked; the others keep their line numbers."""
        dropped = {line for statement in statements for line in statement.lines}
        if not dropped:
            return self.source
        lines = self.source.split("\n")
        return "\n".join("" if number in dropped else line for number, line in enumerate(lines))

    def only(self, statements: Iterable[Statement]) -> str:
        """Return the source of some statements, on the lines where they stand."""
        kept = {line for statement in statements for line in statement.lines}
        lines = self.source.split("\n")
        return "\n".join(line if number in kept else "" for number, line in enumerate(lines)).rstrip()


def read_code(source: str) -> Code:
    """Read a cell's source; any text goes."""
    return _read_kept(source) if len(source) <= MAX_KEPT else _read(source)


def defined_names(source: str) -> frozenset[str]:
    """Return the names that a cell's source defines at its top level: functions, classes, variables, imports."""
    return read_code(source).names


def _read(source: str) -> Code:
    tree = parse_cell(source)
    if tree is None or len(tree.body) > MAX_STATEMENTS:
        names = frozenset(name for found in _BEGUN.findall(source[:MAX_PARSED]) for name in found if name)
        return Code(source, (), names)
    statements = tuple(Statement(node, frozenset(bound_names(node))) for node in tree.body)
    return Code(source, statements, frozenset().union(*(each.names for each in statements)))


_read_kept = lru_cache(maxsize=512)(_read)


def parse_cell(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, its line numbers the cell's own; None if it does not parse or is too long."""
    return parse_cell_by(source, ast.parse)


def parse_cell_by(source: str, parse: Callable[[str], _Parsed]) -> _Parsed | None:
    """Return what ``parse`` makes of a cell.

    Args:
        source: The cell, magics and all.
        parse: Takes Python source whose line numbers are the cell's own; raises SyntaxError where it is none.

    Returns:
        What ``parse`` returned; None if the cell does not parse or is too long.
    """
    if len(source) > MAX_PARSED:
        return None
    try:
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes like "\\d", which Python will one day refuse
            return read_as_python(source, parse)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement or expression binds in its own scope, also inside ``if``, ``try`` and loops."""
    queue: list[ast.AST | None] = [node]
    while queue:
        match queue.pop():
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.MatchAs(pattern=pattern, name=name):
                yield from filter(None, [name])
                queue.append(pattern)
            case ast.MatchStar(name=name) | ast.MatchMapping(rest=name) as pattern:
                yield from filter(None, [name])
                queue.extend(getattr(pattern, "patterns", ()))
            case ast.comprehension(iter=source, ifs=conditions):  # its target is its own; := in it is not
                queue += [source, *conditions]
            case ast.Lambda() | None:
                pass
            case other:
                queue.extend(ast.iter_child_nodes(other))


def is_stub(node: ast.stmt) -> bool:
    """Say whether a statement is what a student is to replace: it raises NotImplementedError, or assigns ``...``."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return isinstance(node.value, ast.Constant) and node.value.value is Ellipsis
    return any(_raises_not_implemented(inner) for inner in ast.walk(node))


def _raises_not_implemented(node: ast.AST) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
