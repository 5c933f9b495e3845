"""What a notebook's statements bind and what they use, followed through Python's scopes; nothing is run.

The compiler's own symbol tables (:mod:`symtable`) say which names are a function's own and which are the notebook's.
Each statement becomes a :class:`Step`: which of the notebook's names it binds, whose inside it may change, and what it
uses, each use with its full dotted name as far as one statement tells.
"""

from __future__ import annotations

import ast
import symtable
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from course.notebooks.code import Function, bound_names, is_stub, parse_cell_by
from course.notebooks.magics import RUNS_ITS_CODE

NAMESPACES = ("globals", "locals", "vars")  # called, they give the notebook's names as a dict
_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
_MAX_DEPTH = 10  # of local names for other local names


@dataclass(frozen=True)
class Path:
    """A dotted name.

    Attributes:
        name: ``"np.linalg.norm"``; where it begins with something else than a name of the notebook, ``".norm"``.
        imported: It is an import's own, and its head is a module whatever the notebook calls so.
    """

    name: str
    imported: bool = False

    @property
    def head(self) -> str:
        return self.name.partition(".")[0]

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(self.name.split(".")[1:])

    def with_tail_of(self, other: Path) -> Path:
        """Return this name with the attributes of another behind it."""
        return Path(".".join((self.name, *other.attributes)), self.imported)


@dataclass(frozen=True)
class Use:
    """A name that a statement reads.

    Attributes:
        path: The name.
        line: Line in its cell.
        is_deferred: It is read when a function is called, not when the statement runs.
        is_whole: The object itself is handed on, not just one of its attributes.
    """

    path: Path
    line: int
    is_deferred: bool
    is_whole: bool


@dataclass
class Step:
    """A statement of the notebook.

    Attributes:
        binds: Names that it binds.
        aliases: Of those, what each is just another name of.
        is_certain: What it binds is bound whenever the cell runs to its end.
        is_definition: It defines a function or a class.
        is_unanswered: It is a stub: it can only raise NotImplementedError, or it assigns ``...``.
        uses: What it reads, inside of functions too.
        changes: Names whose inside it may change: ``d[k] = …``, ``l.append(…)``.
        attributes: Attributes that it sets: ``f.reference = …``.
        shares: Names that functions in it bind by ``global``.
        later: Names whose inside its functions may change when they are called.
        stars: Modules of which it imports everything.
    """

    binds: frozenset[str] = frozenset()
    aliases: dict[str, Path] = field(default_factory=dict)
    is_certain: bool = False
    is_definition: bool = False
    is_unanswered: bool = False
    uses: list[Use] = field(default_factory=list)
    changes: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    shares: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    stars: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def read_steps(source: str) -> tuple[Step, ...]:
    """Read one cell: once for all exercises, and for all notebooks in which it stands.

    Args:
        source: The cell, magics and all.

    Returns:
        Its statements in order, those inside of ``if``, ``for``, ``with`` and the like on their own; none if the cell
        does not compile.
    """
    try:
        parsed = parse_cell_by(source, lambda text: (ast.parse(text), symtable.symtable(text, "<cell>", "exec")))
        return tuple(_steps(parsed[0].body, _Scope(parsed[1]), is_certain=True)) if parsed else ()
    except RecursionError:
        return ()


_INNER = ("body", "orelse", "finalbody", "handlers", "cases")  # where a statement holds others


def _steps(statements: Iterable[ast.AST], scope: _Scope, is_certain: bool) -> Iterator[Step]:
    for node in statements:
        if isinstance(node, (*Function, ast.ClassDef)) or not any(hasattr(node, part) for part in _INNER):
            yield _step(node, [node], scope, is_certain)
            continue
        inner = [getattr(node, part, []) for part in _INNER]
        head = [child for child in ast.iter_child_nodes(node) if not any(child in part for part in inner)]
        first = _step(node, head, scope, is_certain=False)
        yield first
        for step in (step for part in inner for step in _steps(part, scope, is_certain=False)):
            # What a case binds is a part of the subject.
            yield replace(step, uses=[*first.uses, *step.uses]) if isinstance(node, ast.Match) else step


def _step(node: ast.AST, parts: list[ast.AST], scope: _Scope, is_certain: bool) -> Step:
    """Read a statement, or the parts at the head of a compound one."""
    replaces = isinstance(node, (*Function, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign))
    step = Step(
        binds=frozenset(name for part in parts for name in bound_names(part)) - {"*"},
        aliases=dict(
            pair for each in (*_own_nodes(parts), *([node] if node not in parts else [])) for pair in _aliases(each)
        ),
        is_certain=is_certain and replaces and getattr(node, "value", node) is not None,
        is_definition=isinstance(node, (*Function, ast.ClassDef)),
        is_unanswered=_is_unanswered(node),
        stars=_stars(node),
    )
    reader = _Reader(step, scope)
    for part in parts:
        reader.visit(part)
    return step


def _is_unanswered(node: ast.AST) -> bool:
    if isinstance(node, Function):
        has_docstring = ast.get_docstring(node, clean=False) is not None
        return all(isinstance(each, ast.Raise) and is_stub(each) for each in node.body[has_docstring:][:1])
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and is_stub(node)


def _stars(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.ImportFrom(module=str(module), names=[ast.alias(name="*")]):
            return (module,)
    return ()


def _aliases(node: ast.AST) -> Iterator[tuple[str, Path]]:
    """Yield the names that a statement or expression makes other names of something, and of what."""
    for name, value in _same_things(node):
        if path := path_of(value):
            yield name, path
    match node:
        case ast.Import(names=names):
            for alias in names:
                module = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or module, Path(module, imported=True)
        case ast.ImportFrom(module=str(module), names=names):
            for alias in names:
                yield alias.asname or alias.name, Path(f"{module}.{alias.name}", imported=True)


def _same_things(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield names and the expressions that they are bound to as they stand."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _paired(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield from _paired(target, value)
        case ast.Match(subject=subject, cases=cases):
            for case in cases:
                if isinstance(case.pattern, ast.MatchAs) and case.pattern.name:
                    yield case.pattern.name, subject


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ((ast.Tuple(elts=inner) | ast.List(elts=inner)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            if len(inner) == len(values):
                for one, of in zip(inner, values, strict=True):
                    yield from _paired(one, of)


def path_of(node: ast.expr) -> Path | None:
    """Return the dotted name that an expression is, or that it makes a ``functools.partial`` of; None if it is none."""
    match node:
        case ast.Call(func=ast.Name(id="partial") | ast.Attribute(attr="partial"), args=[function, *_]):
            node = function
    head, attributes = _taken_apart(node)
    return Path(".".join((head.id, *attributes))) if isinstance(head, ast.Name) else None


def _taken_apart(node: ast.expr) -> tuple[ast.expr, list[str]]:
    """Return what attributes are taken of, and the attributes; ``getattr(x, "name")`` is ``x.name``."""
    attributes: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=value, attr=name):
                attributes.insert(0, name)
            case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
                attributes.insert(0, name)
            case ast.NamedExpr(value=value):
                pass
            case _:
                return node, attributes
        node = value


class _Scope:
    """A scope: the notebook's, a function's, a class', or a comprehension's own variables.

    Args:
        table: The compiler's table of it; None for a comprehension.
        outer: The scope around it; None for the notebook's.
        nodes: The statements and expressions that bind in it.
        variables: A comprehension's.
    """

    def __init__(
        self,
        table: symtable.SymbolTable | None,
        outer: _Scope | None = None,
        nodes: Iterable[ast.AST] = (),
        variables: frozenset[str] = frozenset(),
    ) -> None:
        self.outer = outer
        self._table, self._variables = table, variables
        self._aliases: dict[str, list[Path]] = defaultdict(list)
        for node in _own_nodes(nodes):
            for name, path in _aliases(node):
                self._aliases[name].append(path)
        self._inner: dict[tuple[str, int], deque[symtable.SymbolTable]] = defaultdict(deque)
        for inner in _inner_tables(table) if table else ():
            self._inner[inner.get_name().strip("<>"), inner.get_lineno()].append(inner)

    @property
    def is_class(self) -> bool:
        """Whether it is a class', whose names functions in it do not see."""
        return self._table is not None and str(self._table.get_type()) == "class"

    def inner_table(self, name: str, line: int) -> symtable.SymbolTable:
        """Return the table of a function, lambda or class in it; each is asked for once, in their order."""
        if self._table is None and self.outer:
            return self.outer.inner_table(name, line)
        return self._inner[name, line].popleft()

    def owner(self, name: str) -> _Scope | None:
        """Return the scope whose variable a name is; None for the notebook's own and for built-in names."""
        scope = self
        while scope.outer is not None:
            if name in scope._variables:
                return scope
            symbol = scope._symbol(name)
            if symbol and symbol.is_global():
                return None
            if symbol and symbol.is_local() and (scope is self or not scope.is_class):
                return scope
            scope = scope.outer
        return None

    def _symbol(self, name: str) -> symtable.Symbol | None:
        try:
            return self._table.lookup(name) if self._table else None
        except KeyError:
            return None

    def paths(self, path: Path, depth: int = 0) -> list[Path]:
        """Return what a dotted name is to the notebook, local variables followed as far as they are other names."""
        owner = None if path.imported else self.owner(path.head)
        if owner is None:
            return [path]
        found = [Path("").with_tail_of(path)] if not owner._aliases[path.head] or depth > _MAX_DEPTH else []
        if not found:
            for alias in owner._aliases[path.head]:
                found += owner.paths(alias.with_tail_of(path), depth + 1)
        return found + ([path] if owner.is_class else [])  # until the class binds it, it is the notebook's


def _inner_tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Yield the tables of functions and classes in a scope, also of those in comprehensions and in type parameters."""
    for inner in table.get_children():
        if inner.get_name().strip("<>") in _COMPREHENSIONS or str(inner.get_type()) not in ("function", "class"):
            yield from _inner_tables(inner)
        else:
            yield inner


def _own_nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes and what is in them, other functions and classes left out."""
    queue = list(nodes)
    while queue:
        node = queue.pop()
        yield node
        if not isinstance(node, (*Function, ast.ClassDef, ast.Lambda)):
            queue.extend(ast.iter_child_nodes(node))


class _Reader(ast.NodeVisitor):
    """Reads a statement's uses and changes into its step."""

    def __init__(self, step: Step, scope: _Scope) -> None:
        self._step, self._scope = step, scope
        self._is_deferred = False
        self._followed: set[int] = set()  # expressions that only get another name

    def _use(self, path: Path, node: ast.expr | ast.stmt, is_whole: bool = False) -> None:
        for one in self._scope.paths(path):
            self._step.uses.append(
                Use(one, node.lineno, self._is_deferred, is_whole and id(node) not in self._followed)
            )

    def _change(self, node: ast.expr, attribute: str = "") -> None:
        """Note that the inside of what an expression is taken from may change; of what is local, nobody else knows."""
        path = path_of(node)
        for one in self._scope.paths(path) if path else ():
            if one.head and attribute:
                self._step.attributes.add(attribute)
            if one.head and not one.imported:
                (self._step.later if self._is_deferred else self._step.changes).add(one.head)

    def visit(self, node: ast.AST) -> None:
        self._followed.update(id(value) for _, value in _same_things(node))
        super().visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._use(Path(node.id), node, is_whole=True)

    def visit_Attribute(self, node: ast.Attribute | ast.Call) -> None:
        head, attributes = _taken_apart(node)
        self._use(Path(".".join((head.id if isinstance(head, ast.Name) else "", *attributes))), node)
        if not isinstance(head, ast.Name):
            self.visit(head)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            self._change(node.value, node.attr)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        match node:
            case ast.Subscript(value=ast.Call(func=ast.Name(id=name)), slice=ast.Constant(value=str(key))):
                self._step.shares |= {key} if name in NAMESPACES else set()
        if not isinstance(node.ctx, ast.Load):
            self._change(node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str()), *default]):
                self.visit_Attribute(node)
                for each in default:
                    self.visit(each)
                return
            case ast.Call(
                func=ast.Name(id="vars"), args=[value]
            ):  # the attributes of something, not the notebook's names
                self.visit(ast.copy_location(ast.Attribute(value, "__dict__", ast.Load()), node))
                return
            case ast.Call(func=ast.Name(id="setattr"), args=[changed, ast.Constant(value=str(name)), value]):
                self._change(changed, name)
                self.visit(changed)
                self.visit(value)
                return
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr="update")):
                self._step.shares |= set(_keys(node)) if name in NAMESPACES else set()
            case ast.Call(func=ast.Attribute(value=ast.Name(id="course"), attr="checker"), args=[lab, *_]):
                self.visit(lab)  # the check itself needs globals()
                return
            case ast.Call(func=ast.Attribute(value=changed)):
                self._change(changed)
        if not _is_idle_magic(node):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for _, path in _aliases(node) if self._scope.outer else ():
            self._use(path, node)

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global) -> None:
        self._step.shares |= set(node.names) if self._scope.outer else set()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        parameters = node.args
        around = [*parameters.defaults, *parameters.kw_defaults, *getattr(node, "decorator_list", ())]
        around += [each.annotation for each in ast.walk(parameters) if isinstance(each, ast.arg)]
        for part in filter(None, [*around, getattr(node, "returns", None)]):
            self.visit(part)
        body: Sequence[ast.AST] = node.body if isinstance(node.body, list) else [node.body]
        self._inside(getattr(node, "name", "lambda"), node, body, is_deferred=True)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        self._inside(node.name, node, node.body, is_deferred=self._is_deferred)

    def _inside(self, name: str, node: ast.expr | ast.stmt, body: Sequence[ast.AST], is_deferred: bool) -> None:
        outside = self._scope, self._is_deferred
        self._scope = _Scope(self._scope.inner_table(name, node.lineno), self._scope, body)
        self._is_deferred = is_deferred
        for part in body:
            self.visit(part)
        self._scope, self._is_deferred = outside

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        first = node.generators[0].iter
        self.visit(first)
        variables = frozenset(name for each in node.generators for name in bound_names(each.target))
        parts = [part for each in node.generators for part in (each.target, each.iter, *each.ifs) if part is not first]
        parts += [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        outside, self._scope = self._scope, _Scope(None, self._scope, variables=variables)
        for part in parts:
            self.visit(part)
        self._scope = outside

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp


def _keys(call: ast.Call) -> Iterator[str]:
    """Yield the names that ``globals().update(…)`` binds, as far as they are written out."""
    yield from (keyword.arg for keyword in call.keywords if keyword.arg)
    for given in call.args:
        if isinstance(given, ast.Dict):
            yield from (key.value for key in given.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _is_idle_magic(call: ast.Call) -> bool:
    """Say whether it is what IPython makes of a magic or a shell escape that runs no Python."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method),
            args=[ast.Constant(value=str(name)), *_],
        ):
            runs = method in ("run_line_magic", "run_cell_magic") and name in (*RUNS_ITS_CODE, "run")
            return method in ("run_line_magic", "run_cell_magic", "system", "getoutput") and not runs
    return False
