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
    forbidden, evasive = [], []
    for name, node in _reachable(program, exercise):
        for dotted, line in _uses(node, program.imports):
            if any(dotted == rule or dotted.startswith(f"{rule}.") for rule in without):
                forbidden.append(f"`{name}` uses `{dotted}` (line {line} of its cell)")
            elif dotted.partition(".")[0] in EVASIVE or dotted.rpartition(".")[2] in _EVASIVE_ATTRIBUTES:
                evasive.append(f"`{name}` uses `{dotted}` (line {line} of its cell)")
            elif any(f"{module}.{dotted}" in without for module in starred):
                evasive.append(f"`{name}` uses `{dotted}`, which a star import may have brought (line {line})")
    return Findings(tuple(dict.fromkeys(forbidden)), tuple(dict.fromkeys(evasive)))


@functools.lru_cache(maxsize=1)
def _read(sources: tuple[str, ...]) -> _Program:
    """Read a notebook's cells; once for all its exercises, and nobody changes what is read."""
    program = _Program()
    for source in sources:
        tree = _parse(source)
        if tree is None:
            continue
        for node in tree.body:
            for name in _defined(node):
                program.definitions.setdefault(name, []).append(node)
        for node in ast.walk(tree):
            program.imports.update(_imported(node))
    return program


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


def _reachable(program: _Program, exercise: str) -> list[tuple[str, ast.AST]]:
    found, queue, seen = [], [exercise], set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for node in program.definitions.get(name, []):
            found.append((name, node))
            queue += [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]
            queue += [inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)]
    return found


def _uses(node: ast.AST, imports: dict[str, str]) -> list[tuple[str, int]]:
    uses = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute):
            dotted = _dotted(inner)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            dotted = inner.id
        elif isinstance(inner, (ast.Import, ast.ImportFrom)):
            uses += [(dotted, inner.lineno) for dotted in _imported(inner).values()]
            continue
        else:
            continue
        head, _, rest = dotted.partition(".")
        base = imports.get(head, head)
        uses.append((f"{base}.{rest}" if rest else base, inner.lineno))
    return uses


def _dotted(node: ast.Attribute) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
