"""What an answer must not call, found in the notebook's syntax trees.

A search of source text cannot prove that a call never happens: names can be assembled at run time. So two things are
reported: uses of what is ruled out (they cost the exercise's points), and constructions that can hide one, such as
``eval`` or ``getattr`` with a computed name (they cost nothing and are shown to a human).

Every way in which a name comes to mean something is followed: definitions, assignments, imports, ``with``, ``:=``,
``match``, ``global``, what is put into lists and dicts, decorators that register. Of several definitions the last one
counts, as it does when the check runs; what runs while the notebook runs meets the definitions that were there then.
"""

from __future__ import annotations

import builtins
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from course.notebooks.bindings import NAMESPACES, Path, Step, Use, read_steps

# What gives any function without its name: built-in names, modules, and functions of modules.
_EVASIVE = (
    *("eval", "exec", "compile", "__import__", "getattr", "setattr", "delattr", *NAMESPACES, "get_ipython"),
    *("builtins", "__builtins__", "__main__", "__loader__", "__spec__", "ctypes", "cffi", "gc", "inspect"),
    *(
        "importlib",
        "imp",
        "pkgutil",
        "pydoc",
        "runpy",
        "zipimport",
        "code",
        "codeop",
        "bdb",
        "pdb",
        "timeit",
        "doctest",
    ),
    *("pickle", "_pickle", "cloudpickle", "dill", "joblib.load", "marshal", "shelve", "unittest.mock"),
    *(
        "subprocess",
        "multiprocessing",
        "os.system",
        "os.popen",
        "os.fork",
        "pty",
        "concurrent.futures.ProcessPoolExecutor",
    ),
    *("operator.attrgetter", "operator.methodcaller", "typing.get_type_hints", "typing.ForwardRef"),
    *(
        "types.FunctionType",
        "types.CodeType",
        "types.LambdaType",
        "sympy.sympify",
        "sympy.lambdify",
        "numexpr",
        "pandas.eval",
    ),
)
_HARMLESS = {  # of sys, which leads to every module otherwise
    *("float_info", "int_info", "hash_info", "maxsize", "byteorder", "platform", "version", "version_info"),
    *("getsizeof", "getrecursionlimit", "setrecursionlimit", "stdout", "stderr", "exit", "argv", "executable"),
}
# Attributes that lead to any function without its name.
_EVASIVE_ATTRIBUTES = {
    *("__dict__", "__getattribute__", "__getattr__", "__globals__", "__builtins__", "__subclasses__", "__code__"),
    *("__closure__", "__wrapped__", "__self__", "__mro__", "__bases__", "__base__", "__loader__", "__spec__"),
    *("__reduce__", "__reduce_ex__", "__import__", "f_globals", "f_locals", "f_back", "f_builtins", "tb_frame"),
    *("gi_frame", "cr_frame", "ag_frame", "__defaults__", "__kwdefaults__", "__class_getitem__", "__init_subclass__"),
}
# What can give the exercise's name another meaning without naming it, wherever in the notebook it stands.
_REBINDING = (
    *("eval", "exec", "__import__", *NAMESPACES, "builtins", "__builtins__", "__main__", "get_ipython", "sys"),
    *("importlib", "runpy", "ctypes", "gc", "inspect.currentframe", "inspect.stack", "code"),
)
_REBINDING_ATTRIBUTES = {"__globals__", "__code__", "f_globals", "f_locals", "f_back", "tb_frame"}
_SAME = (("tensorflow.keras", "keras"), ("tf_keras", "keras"), ("keras.src", "keras"), ("keras.api", "keras"))
_OWN = "course"  # its ready-made functions answer exercises
_MAX_NAMES = 20  # of one thing, each another name of the one before
MAX_FOLLOWED = 20_000  # statements; a notebook has a few hundred


@dataclass(frozen=True)
class Findings:
    """What was found in an answer's source.

    Attributes:
        forbidden: One line per use of what the exercise rules out.
        evasive: One line per construction that could hide such a use.
        unfound: What to say if the checks pass although no cell defines the exercise, other than by the lab's stub;
            empty if one does, or if nothing is ruled out.
    """

    forbidden: tuple[str, ...] = ()
    evasive: tuple[str, ...] = ()
    unfound: str = ""

    @property
    def hint(self) -> str:
        """What the student is told of what is forbidden."""
        return f"{'; '.join(self.forbidden)}: this exercise is to be written without it"


def search(sources: Iterable[str], exercise: str, without: Iterable[str], unfinished: Collection[str] = ()) -> Findings:
    """Search an exercise's answer, and everything in the notebook that it uses, for what it must not call.

    Args:
        sources: Source of every code cell in the order in which they ran, magics and all; cells that do not parse are
            passed over.
        exercise: The name whose definition is searched first.
        without: Dotted names; a name rules out everything below it (``"keras.ops"`` also ``keras.ops.conv``).
            Whatever they are, the exercise's name must not be just another name of something in this package.
        unfinished: Those sources that raised: what they define may not have been defined.

    Returns:
        What was found.
    """
    program = _read(tuple(sources), frozenset(unfinished))
    return _Search(program, exercise, tuple(without)).findings()


@dataclass(frozen=True)
class _Program:
    """A notebook's statements, in the order in which they run, and where each name is met.

    Attributes:
        steps: The statements.
        uncertain: Positions of those that may not have run.
        binders: Name → positions of the statements that bind it.
        sharers: Name → positions of those whose functions bind it, at any time.
        changers: Name → positions of those that may change what it holds.
        setters: Attribute → positions of those that set it.
        users: Name → positions of those that use it.
    """

    steps: list[Step] = field(default_factory=list)
    uncertain: set[int] = field(default_factory=set)
    binders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    sharers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    changers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    setters: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    users: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, step: Step, is_certain: bool) -> None:
        position = len(self.steps)
        self.steps.append(step)
        if not is_certain:
            self.uncertain.add(position)
        for index, names in (
            (self.binders, {*step.binds, *step.aliases} - {"*"}),
            (self.sharers, step.shares),
            (self.changers, step.changes | step.later),
            (self.setters, step.attributes),
            (self.users, {use.path.head for use in step.uses if not use.path.imported}),
        ):
            for name in names:
                index[name].append(position)

    def bindings(self, name: str, time: int) -> list[int]:
        """Return the positions of the statements that may have given a name its meaning at a time, the last first."""
        positions = self.binders.get(name, [])
        before = positions[: bisect_left(positions, time)] or positions
        found = []
        for position in reversed(before):
            found.append(position)
            if position not in self.uncertain:
                break
        return found + self.sharers.get(name, [])


@lru_cache(maxsize=8)
def _read(sources: tuple[str, ...], unfinished: frozenset[str]) -> _Program:
    """Read a notebook's cells; nobody changes what is read."""
    program = _Program()
    for source in sources:
        for step in read_steps(source):
            program.add(step, step.is_certain and source not in unfinished)
    return program


class _Search:
    """Follows what an exercise's answer uses.

    Args:
        program: The notebook.
        exercise: The exercise.
        without: What is ruled out.
    """

    def __init__(self, program: _Program, exercise: str, without: tuple[str, ...]) -> None:
        self._program, self._exercise, self._without = program, exercise, without
        self._end = len(program.steps)
        self._forbidden: dict[tuple[str, int], list[str]] = {}
        self._evasive: list[str] = []
        self._queue: list[tuple[int, int, str]] = []  # position, the time at which its functions run, name
        self._seen: set[tuple[int, int]] = set()

    def findings(self) -> Findings:
        """Search; return what was found."""
        is_found = self._start()
        while self._queue:
            position, time, name = self._queue.pop()
            if (position, time) in self._seen:
                continue
            self._seen.add((position, time))
            if len(self._seen) > MAX_FOLLOWED:
                self._evasive.append(f"`{self._exercise}` uses more statements than can be followed")
                break
            self._follow(self._program.steps[position], position, time, name)
        if self._without:
            self._look_for_rebinding()
        forbidden = tuple(
            f"`{name}` uses `{use}` (line {line} of its cell)"
            for (name, line), uses in self._forbidden.items()
            for use in _whole(uses)
        )
        unfound = f"no cell was found that defines `{self._exercise}`: define it in a code cell of the notebook"
        evasive = tuple(dict.fromkeys(self._evasive))
        return Findings(forbidden, evasive, "" if is_found or not self._without else unfound)

    def _start(self) -> bool:
        """Begin with the exercise's definitions; return whether there is one."""
        is_imported = False
        for path in self._resolved(Path(self._exercise), self._end):
            if path.imported:
                is_imported = True
                self._judge(path, 1, self._exercise)
                if _is_below(path.name, _OWN):
                    self._forbid(self._exercise, 1, path.name)
        bindings = self._program.bindings(self._exercise, self._end)
        return is_imported or not all(self._program.steps[position].is_unanswered for position in bindings)

    def _follow(self, step: Step, position: int, time: int, name: str) -> None:
        for use in step.uses:
            self._follow_use(use, time if use.is_deferred else position, name)
        if not step.is_definition:
            for held in step.binds:
                for changer in self._program.changers.get(held, ()):
                    self._follow_changer(changer, held)
        if set(step.shares) & {name, self._exercise}:
            self._follow_callers(step, name)

    def _follow_changer(self, position: int, name: str) -> None:
        step = self._program.steps[position]
        self._queue.append((position, self._end, name))
        if name in step.later:
            self._follow_callers(step, name)

    def _follow_callers(self, step: Step, name: str) -> None:
        """Follow what uses the functions of a statement: what they are given may end in the name."""
        for function in step.binds:
            self._queue += [(user, self._end, name) for user in self._program.users.get(function, ())]

    def _follow_use(self, use: Use, time: int, name: str) -> None:
        for path in self._resolved(use.path, time):
            self._judge(path, use.line, name, use.is_whole)
        for attribute in use.path.attributes:
            self._queue += [(setter, self._end, name) for setter in self._program.setters.get(attribute, ())]

    def _resolved(self, path: Path, time: int, depth: int = 0) -> Iterator[Path]:
        """Yield what a name is once imports and other names are followed; queue what the notebook defines it by."""
        if path.imported and path.head == "__main__" and path.attributes:  # the notebook, as a module
            yield path
            path = Path(".".join(path.attributes))
        if path.imported or not path.head or depth > _MAX_NAMES:
            yield path
            return
        bindings = self._program.bindings(path.head, time)
        if not bindings:
            yield self._unbound(path)
        for position in bindings:
            alias = self._program.steps[position].aliases.get(path.head)
            if alias is None or alias == Path(path.head):
                self._queue.append((position, time, path.head))
                yield path
            else:
                yield from self._resolved(alias.with_tail_of(path), position, depth + 1)

    def _unbound(self, path: Path) -> Path:
        """Return what a name is that no statement binds: what the last star import brought that has it, or built in."""
        for module in (module for step in reversed(self._program.steps) for module in step.stars):
            loaded = sys.modules.get(module)
            if hasattr(loaded, path.head) if loaded else not hasattr(builtins, path.head):
                return Path(f"{module}.{path.name}", imported=True)
        return path

    def _judge(self, path: Path, line: int, name: str, is_whole: bool = False) -> None:
        dotted = _canonical(path.name)
        where = f"`{name}` uses `{path.name}` (line {line} of its cell)"
        if any(_is_below(one, rule) for one in (path.name, dotted) for rule in self._without):
            self._forbid(name, line, path.name)
        elif _is_evasive(path):
            self._evasive.append(where)
        elif is_whole and path.imported and any(rule.startswith(f"{dotted}.") for rule in self._without):
            self._evasive.append(f"`{name}` hands on the module `{path.name}` (line {line} of its cell)")

    def _forbid(self, name: str, line: int, dotted: str) -> None:
        uses = self._forbidden.setdefault((name, line), [])
        if dotted not in uses:
            uses.append(dotted)

    def _look_for_rebinding(self) -> None:
        """Report what may give the exercise's name another meaning, wherever in the notebook it stands."""
        for position, step in enumerate(self._program.steps):
            for use in step.uses:
                time = self._end if use.is_deferred else position
                for path in self._resolved(use.path, time):
                    evades = any(_is_below(path.name, rule) for rule in _REBINDING) and _is_evasive(path)
                    if evades or set(path.attributes) & _REBINDING_ATTRIBUTES:
                        self._evasive.append(f"a cell uses `{path.name}` (line {use.line}), which can redefine answers")
        self._queue.clear()


def _whole(uses: list[str]) -> list[str]:
    """Return dotted names without those that are the beginning of another: ``a.b.c`` uses ``a`` and ``a.b`` as well."""
    return [use for use in dict.fromkeys(uses) if not any(other.startswith(f"{use}.") for other in uses)]


def _is_below(dotted: str, rule: str) -> bool:
    return dotted == rule or dotted.startswith(f"{rule}.")


def _canonical(dotted: str) -> str:
    """Return the usual name of what has several: ``tensorflow.keras`` is ``keras``."""
    for other, usual in _SAME:
        if _is_below(dotted, other):
            return usual + dotted[len(other) :]
    return dotted


def _is_evasive(path: Path) -> bool:
    if path.head == "sys":
        return not set(path.attributes[:1]) & _HARMLESS
    return any(_is_below(path.name, rule) for rule in _EVASIVE) or bool(set(path.attributes) & _EVASIVE_ATTRIBUTES)
