"""The solutions' own answers, as names: what ``pytest tests/labs`` checks, and what mutants are tried over."""

from __future__ import annotations

import codeop
import functools
import linecache
import os
from collections.abc import Iterable
from typing import Any

from course.authoring.source import SourceCell, SourceError, read_source
from course.labs import Lab, find_lab


def solution_cells(lab: str | Lab) -> tuple[SourceCell, ...]:
    """Return a lab's setup and answer cells, in order: what grading runs.

    Raises:
        course.labs.UnknownLabError: No lab has the name.
        SourceError: The source cannot be read, or ``course`` is installed without the solutions.
    """
    lab = lab if isinstance(lab, Lab) else find_lab(lab)
    if lab.source is None:
        raise SourceError(f"{lab.name}: an installed wheel does not carry the solutions; use a clone of the repository")
    return tuple(cell for cell in read_source(lab.source).cells if cell.role in ("setup", "answer"))


def solution_namespace(lab: str) -> dict[str, Any]:
    """Run a lab's setup and answer cells; return the names they define.

    The cells run once per process: callers share the dictionary, and copy it before they change it.

    Raises:
        course.labs.UnknownLabError: No lab has the name.
        SourceError: The source cannot be read.
        Exception: What a cell raised; its traceback names the cell.
    """
    return _namespace_of(find_lab(lab))


@functools.cache
def _namespace_of(lab: Lab) -> dict[str, Any]:
    return run_cells(solution_cells(lab), {}, lab.number)


def run_cells(cells: Iterable[SourceCell], namespace: dict[str, Any], lab: str) -> dict[str, Any]:
    """Run code cells in ``namespace`` as a notebook would, and return it.

    Args:
        cells: What to run, in order.
        namespace: The notebook's names; ``__name__`` in it becomes ``"__main__"``, as in a kernel.
        lab: Name that stands in tracebacks: ``<lab01 cell answer-conv2d>``.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    namespace["__name__"] = "__main__"
    compiler = codeop.Compile()  # carries `from __future__` from one cell to the next
    for cell in cells:
        filename = f"<{lab} cell {cell.id}>"
        source = cell.source + "\n"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        exec(compiler(source, filename, "exec"), namespace)
    return namespace
