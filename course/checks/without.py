"""What an answer must not call, found in its syntax tree.

A search of source text cannot prove that a call never happens: names can be assembled at run time. So two things are
reported: uses of what is ruled out (they cost the exercise's points), and constructions that can hide one, such as
``eval`` or ``getattr`` with a computed name (they cost nothing and are shown to a human).
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field

from IPython.core.inputtransformer2 import TransformerManager

EVASIVE = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "getattr",
    "globals",
    "locals",
    "vars",
    "importlib",
    "builtins",
    "__builtins__",
    "__main__",
    "sys",
    "ctypes",
    "get_ipython",
}
# Attributes that lead to any function without its name.
_EVASIVE_ATTRIBUTES = {"__dict__", "__getattribute__", "__globals__", "__builtins__", "__subclasses__", "__code__"}
_CELL_MAGIC = re.compile(r"\s*%%.*\n")


@dataclass(frozen=True)
class Findings:
    """What was found in an answer's source.

    Attributes:
        forbidden: One line a use of what the exercise rules out.
        evasive: One line a construction that could hide such a use.
    """

    forbidden: tuple[str, ...] = ()
    evasive: tuple[str, ...] = ()


@dataclass
class _Program:
    """The top-level definitions and the imports of a notebook's code."""

    definitions: dict[str, list[ast.AST]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


def search(sources: Iterable[str], exercise: str, without: Iterable[str]) -> Findings:
    """Search an exercise's answer, and everything in the notebook that it uses, for what it must not call.

    Args:
        sources: Source of every code cell, magics and all; cells that do not parse are passed over.
        exercise: The name whose definition is searched first.
        without: Dotted names; a name rules out everything below it (``"keras.ops"`` also ``keras.ops.conv``).
    """
    program = _read(tuple(sources))
    starred = [name.removesuffix(".*") for name in program.imports.values() if name.endswith(".*")]
    forbidden, evasive = {}, []
    for name, uses in _reachable(program, exercise):
        for dotted, line in _resolved(uses, program.imports):
            if any(dotted == rule or dotted.startswith(f"{rule}.") for rule in without):
                forbidden.setdefault((name, line), []).append(dotted)
            elif dotted.partition(".")[0] in EVASIVE or dotted.rpartition(".")[2] in _EVASIVE_ATTRIBUTES:
                evasive.append(f"`{name}` uses `{dotted}` (line {line} of its cell)")
            elif any(f"{module}.{dotted}" in without for module in starred):
                evasive.append(f"`{name}` uses `{dotted}`, which a star import may have brought (line {line})")
    found = [
        f"`{name}` uses `{dotted}` (line {line} of its cell)"
        for (name, line), uses in forbidden.items()
        for dotted in _whole(uses)
    ]
    return Findings(tuple(found), tuple(dict.fromkeys(evasive)))


def _whole(uses: list[str]) -> list[str]:
    """Return dotted names without those that are the beginning of another: ``a.b.c`` uses ``a`` and ``a.b`` as well."""
    return [use for use in dict.fromkeys(uses) if not any(other.startswith(f"{use}.") for other in uses)]


def _read(sources: tuple[str, ...]) -> _Program:
    """Read a notebook's cells; nobody changes what is read."""
    program = _Program()
    for source in sources:
        cell = _read_cell(source)
        program.imports.update(cell.imports)
        for name, nodes in cell.definitions.items():
            program.definitions.setdefault(name, []).extend(nodes)
    return program


@functools.lru_cache(maxsize=256)
def _read_cell(source: str) -> _Program:
    """Read one cell: once for all exercises, and for all notebooks in which it stands."""
    cell, tree = _Program(), _parse(source)
    for node in tree.body if tree else ():
        for name in _defined(node):
            cell.definitions.setdefault(name, []).append(node)
    for node in ast.walk(tree) if tree else ():
        cell.imports.update(_imported(node))
    return cell


def _parse(source: str) -> ast.Module | None:
    """Read a cell as IPython would run it; the body of a cell magic (``%%time``) as if it stood alone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(TransformerManager().transform_cell(_body(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _body(source: str) -> str:
    magic = _CELL_MAGIC.match(source)
    return source[magic.end() :] if magic else source


def _defined(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    names = [inner.id for target in targets if target for inner in ast.walk(target) if isinstance(inner, ast.Name)]
    if isinstance(node, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
        names += [name for child in ast.iter_child_nodes(node) for name in _defined(child)]
    return names


def _imported(node: ast.AST) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {
            alias.asname or alias.name.partition(".")[0]: alias.name if alias.asname else alias.name.partition(".")[0]
            for alias in node.names
        }
    if isinstance(node, ast.ImportFrom) and node.module:
        return {
            f"{node.module}.*" if alias.name == "*" else alias.asname or alias.name: f"{node.module}.{alias.name}"
            for alias in node.names
        }
    return {}


def _reachable(program: _Program, exercise: str) -> list[tuple[str, list[_Use]]]:
    """Return each definition that the exercise uses, itself first: its name, and what it reads."""
    found, queue, seen = [], [exercise], set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for node in program.definitions.get(name, []):
            uses = _free(node)
            found.append((name, uses))
            for use in uses:
                head, _, rest = use.name.partition(".")
                queue.append(head)
                if program.imports.get(head) == "__main__":  # the notebook, as a module
                    queue.append(rest.partition(".")[0])
    return found


def _resolved(uses: list[_Use], imports: dict[str, str]) -> list[tuple[str, int]]:
    """Return full dotted names, imports followed, each with its line."""
    found = []
    for use in uses:
        head, _, rest = use.name.partition(".")
        base = head if use.is_import else imports.get(head, head)
        found.append((f"{base}.{rest}" if rest else base, use.line))
    return found


@dataclass(frozen=True)
class _Use:
    """A name that is read, dotted as far as it goes, or imported; its head is empty where it is no global's."""

    name: str
    line: int
    is_import: bool = False


def _free(node: ast.AST) -> list[_Use]:
    """Return what a definition reads that is not its own: names of parameters and local variables are left out."""
    reader = _Reader()
    reader.visit(node)
    return reader.found


class _Reader(ast.NodeVisitor):
    """Collects uses of names in a definition, in Python's scopes."""

    def __init__(self) -> None:
        self.found: list[_Use] = []
        self._local: frozenset[str] = frozenset()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in self._local:
            self.found.append(_Use(node.id, node.lineno))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        head, _, rest = _dotted(node).partition(".")
        self.found.append(_Use(f"{'' if head in self._local else head}.{rest}", node.lineno))
        self.visit(node.value)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.found += [_Use(dotted, node.lineno, is_import=True) for dotted in _imported(node).values()]

    visit_ImportFrom = visit_Import

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        arguments = node.args
        around = [*arguments.defaults, *arguments.kw_defaults, *getattr(node, "decorator_list", ())]
        around += [each.annotation for each in _parameters(arguments)] + [getattr(node, "returns", None)]
        for part in filter(None, around):
            self.visit(part)
        bound, imported = _bound(node)
        self._inside(node.body if isinstance(node.body, list) else [node.body], (self._local | bound) - imported)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        first = node.generators[0].iter
        self.visit(first)
        targets = {name for each in node.generators for name in _stored(each.target)}
        parts = [part for each in node.generators for part in (each.target, each.iter, *each.ifs) if part is not first]
        parts += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._inside(parts, self._local | targets)

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    def _inside(self, parts: list[ast.AST], local: frozenset[str]) -> None:
        outside, self._local = self._local, local
        for part in parts:
            self.visit(part)
        self._local = outside


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    starred = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *starred]


def _bound(function: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a function's own scope binds, and those among its names that it imports or shares."""
    bound, not_local = {each.arg for each in _parameters(function.args)}, set()
    queue = list(function.body) if isinstance(function.body, list) else [function.body]
    while queue:
        node = queue.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            not_local |= set(node.names)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            not_local |= set(_imported(node))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            bound |= _binds(node)
            queue += ast.iter_child_nodes(node)
    return frozenset(bound), frozenset(not_local)


def _binds(node: ast.AST) -> set[str]:
    """Return the names that one node binds by itself."""
    if isinstance(node, ast.Name):
        return set() if isinstance(node.ctx, ast.Load) else {node.id}
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return {node.name} - {None}
    return {node.rest} - {None} if isinstance(node, ast.MatchMapping) else set()


def _stored(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _dotted(node: ast.Attribute) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
