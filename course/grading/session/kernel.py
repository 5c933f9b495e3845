"""What stands in for a notebook's kernel in the sandbox: it runs cells as IPython does, and what needs a user is quiet.

Magics and shell escapes do nothing, but ``%time`` and its like run what they time. ``input()`` gets an empty line,
``display()`` shows nothing, and Colab's own modules can be imported anywhere.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import codeop
import importlib.abc
import importlib.machinery
import inspect
import linecache
import sys
import types
from typing import Any

import IPython

import course
from course.notebooks.magics import RUNS_ITS_CODE, read_as_python

_COLAB = "google.colab"


class Quiet:
    """Any attribute of it, and any call, is quiet too; it counts as false, as no shell does."""

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()

    def __call__(self, *arguments: Any, **keywords: Any) -> Quiet:
        return Quiet()

    def __bool__(self) -> bool:
        return False


class Kernel:
    """Runs cells one after the other in a fresh ``__main__``.

    Attributes:
        namespace: The notebook's names.
    """

    def __init__(self) -> None:
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.namespace = vars(module)
        self._compile = codeop.Compile()  # remembers what cells import from __future__
        self._compile.flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        shell = _Shell(self)
        IPython.get_ipython = lambda: shell
        vars(builtins).update(get_ipython=IPython.get_ipython, display=lambda *objects, **options: None)
        builtins.input = lambda prompt="": ""
        course.checker = lambda lab, namespace: lambda exercise=None: 0.0
        sys.meta_path.append(_ColabFinder())

    def run(self, source: str, filename: str) -> Any:
        """Run a cell; whatever it raises is raised.

        Args:
            source: The cell, magics and all.
            filename: What tracebacks call it.
        """
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        code = read_as_python(source, lambda text: self._compile(text, filename, "exec"))
        outcome = eval(code, self.namespace)
        if inspect.iscoroutine(outcome):  # it awaits at top level
            asyncio.run(outcome)

    def value(self, line: str) -> Any:
        """Run a line as ``%time`` does; return its value, or None for a statement."""
        try:
            expression = compile(line, "<line>", "eval", dont_inherit=True)
        except SyntaxError:
            return self.run(line, "<line>")
        return eval(expression, self.namespace)


class _Shell(Quiet):
    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def run_line_magic(self, name: str, line: str, *_: Any) -> Any:
        """Run what ``%time`` times; ignore other line magics."""
        return self._kernel.value(line) if name == "time" and line.strip() else None

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the body of ``%%time``, ``%%capture`` …; ignore other cell magics."""
        if name in RUNS_ITS_CODE:
            self._kernel.run(cell, "<cell>")

    def system(self, command: str) -> None:
        """Ignore a shell escape."""

    def getoutput(self, command: str, **_: Any) -> list[str]:
        """Ignore a shell escape."""
        return []


class _QuietModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(Quiet(), name)


class _ColabFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds ``google.colab`` and all below it: notebooks written there import it beside what counts."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Return how to load Colab's modules; None for all others."""
        return (
            importlib.machinery.ModuleSpec(name, self, is_package=True) if f"{name}.".startswith(f"{_COLAB}.") else None
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return a quiet module."""
        return _QuietModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing is in it."""
