"""What a cell's source defines, read from its syntax tree; nothing is run.

IPython's magics and shell escapes are passed over. A source that does not parse still has names: those that its lines
begin to define.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

MAX_PARSED = 200_000  # characters; an answer has a thousand
_MAGIC = re.compile(r"^([ \t]*)(?:%|!|\?|[\w.]+\?{1,2}[ \t]*$).*$", re.MULTILINE)
_ASSIGNED_MAGIC = re.compile(r"^([ \t]*[\w, ]+=[ \t]*)[%!].*$", re.MULTILINE)
_BEGUN = re.compile(r"^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
_WARNINGS = threading.Lock()  # the filters belong to the process, and submissions are read in threads

# Where a statement, or the target of one, holds further statements and targets.
_BINDING_PARTS = (
    *("targets", "target", "elts", "value", "items", "optional_vars"),
    *("body", "orelse", "finalbody", "handlers", "cases"),
)
MAX_KEPT = 20_000  # characters of a source whose reading is kept: the lab's own cells come back with each submission


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
        except RecursionError:
            return f"too deep to compare: {id(self.node)}"

    @cached_property
    def is_stub(self) -> bool:
        """Whether it is what a student is to replace: it raises NotImplementedError, or assigns ``...``."""
        if isinstance(self.node, (ast.Assign, ast.AnnAssign)):
            return isinstance(self.node.value, ast.Constant) and self.node.value.value is Ellipsis
        return any(_raises_not_implemented(node) for node in ast.walk(self.node))

    @property
    def is_import(self) -> bool:
        """Whether it imports."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    @property
    def is_definition(self) -> bool:
        """Whether it only defines: a function, a class or an import."""
        return self.is_import or isinstance(self.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))

    @property
    def lines(self) -> range:
        """The lines it stands on, decorators included, counted from 0."""
        first = min([self.node.lineno, *(each.lineno for each in getattr(self.node, "decorator_list", ()))])
        return range(first - 1, self.node.end_lineno)


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


def _read(source: str) -> Code:
    tree = _parse(source)
    if tree is None:
        names = frozenset(name for found in _BEGUN.findall(source[:MAX_PARSED]) for name in found if name)
        return Code(source, (), names)
    statements = tuple(Statement(node, frozenset(_defined(node))) for node in tree.body)
    return Code(source, statements, frozenset().union(*(each.names for each in statements)))


_read_kept = lru_cache(maxsize=512)(_read)


def _parse(source: str) -> ast.Module | None:
    if len(source) > MAX_PARSED:
        return None
    plain = _MAGIC.sub(r"\1pass", _ASSIGNED_MAGIC.sub(r"\1None", source))
    try:
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes like "\\d", which Python will one day refuse
            return ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _defined(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds in the notebook, also inside ``if``, ``try``, ``with`` and loops."""
    queue: list[ast.AST] = [node]
    while queue:
        node = queue.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node.id
        else:
            for part in _BINDING_PARTS:
                parts = getattr(node, part, None) or ()
                queue.extend(parts if isinstance(parts, list) else [parts] if isinstance(parts, ast.AST) else ())


def _raises_not_implemented(node: ast.AST) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
