"""Build a lab: its source gives the solution notebook, and that the lab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring.agreement import require_agreement
from course.authoring.execute import Progress, execute_notebook, is_check, points_shown
from course.authoring.notebook import notebook_text, solution_notebook, write_notebook
from course.authoring.program import program
from course.authoring.release import release_notebook
from course.authoring.source import SourceError, read_source
from course.backend.logs import quiet_stderr
from course.checks.registry import LabChecks, load_checks
from course.errors import CourseError
from course.labs import Lab


@dataclass(frozen=True)
class Difference:
    """A committed file that is not what its source builds.

    Attributes:
        path: The file.
        what: What differs, in words.
        remedy: What to do about it.
    """

    path: Path
    what: str
    remedy: str


class NotExecutedError(CourseError):
    """There are no outputs of this source's code; the message says how to get them."""

    exit_code = 1


def built_solution(lab: Lab) -> NotebookNode:
    """Return the solution notebook that a lab's source gives, without outputs.

    Raises:
        SourceError: The source, its tags or its checks do not fit.
    """
    source = read_source(_source_of(lab))
    checks = _checks_of(lab)
    require_agreement(source, checks)
    return solution_notebook(source, checks)


def build_lab(lab: Lab, execute: bool, progress: Progress = lambda done, total, cell: None) -> list[Path]:
    """Build a lab's solution notebook and the lab itself; return the files that changed.

    The outputs of the solution come from running it, or from the stored notebook where that was run from the same code.

    Args:
        lab: What to build.
        execute: Run the solution.
        progress: Called before each code cell that runs; see :func:`course.authoring.execute.execute_notebook`.

    Raises:
        SourceError: The source cannot be built; nothing is written.
        course.authoring.execute.ExecutionError: The solution does not run; nothing is written.
        NotExecutedError: The stored outputs are of other code. The lab is written, the stored solution left as it is.
    """
    solution = built_solution(lab)
    release = release_notebook(solution)
    path = _source_of(lab).with_suffix(".ipynb")
    if execute:
        execute_notebook(solution, path.parent, progress)
    elif reason := _take_stored_outputs(solution, path):
        write_notebook(release, lab.release)
        raise NotExecutedError(f"{reason}; run `course build {lab.number} --execute`")
    files = {path: solution, lab.release: release}
    return [path for path, notebook in files.items() if write_notebook(notebook, path)]


def differences(lab: Lab) -> Iterator[Difference]:
    """Compare a lab's committed notebooks with what its source builds.

    Yields:
        One difference per file that a build would change.

    Raises:
        SourceError: The source cannot be built.
    """
    solution = built_solution(lab)
    release = release_notebook(solution)
    path = _source_of(lab).with_suffix(".ipynb")
    if reason := _take_stored_outputs(solution, path):
        yield Difference(path, reason, f"course build {lab.number} --execute")
    elif what := _file_difference(path, solution):
        yield Difference(path, what, f"course build {lab.number}")
    if what := _file_difference(lab.release, release):
        yield Difference(lab.release, what, f"course build {lab.number}")


def strays(labs: list[Lab]) -> Iterator[Difference]:
    """Yield the notebooks that lie among the labs and belong to none of them."""
    known = {path for lab in labs for path in (lab.release, lab.solution) if path}
    folders = {path.parent.parent for path in known}
    for path in sorted(path for folder in folders for path in folder.rglob("*.ipynb")):
        if path not in known and ".ipynb_checkpoints" not in path.parts:
            yield Difference(path, "no source builds this notebook", "remove it")


def _source_of(lab: Lab) -> Path:
    if lab.source is None:
        raise SourceError("an installed wheel does not carry the sources; build in a clone")
    return lab.source


def _checks_of(lab: Lab) -> LabChecks:
    if not lab.checks.is_file():
        raise SourceError(f"the checks are missing; write them in {lab.checks.name}")
    try:
        with quiet_stderr():  # most checks import TensorFlow
            return load_checks(lab)
    except Exception as error:
        raise SourceError(f"{lab.checks.name} cannot be imported: {type(error).__name__}: {error}") from error


def _take_stored_outputs(solution: NotebookNode, path: Path) -> str:
    """Put the stored notebook's outputs into ``solution``; return why that cannot be done, or an empty string."""
    if not path.is_file():
        return "the solution was never executed"
    stored = read_notebook(path)
    if stored is None:
        return "the stored solution is no notebook"
    if stored.metadata.get("course", {}).get("source_sha256") != solution.metadata.course.source_sha256:
        return "the stored outputs are of other code than the source's"
    pairs = list(zip(_code(stored), _code(solution), strict=False))
    edited = [new.id for old, new in pairs if program(old.source) != program(new.source)]
    if edited or len(_code(stored)) != len(_code(solution)):
        return f"the stored solution's code was edited (cell {edited[0] if edited else 'added or removed'})"
    for old, new in pairs:
        new.outputs, new.execution_count = old.outputs, old.execution_count
    poor = [
        cell.id for cell in _code(solution) if is_check(cell) and points_shown(cell) != cell.metadata.nbgrader.points
    ]
    return f"the stored output of cell {poor[0]} does not show all points" if poor else ""


def read_notebook(path: Path) -> NotebookNode | None:
    """Read a notebook file; None if it is not one."""
    try:
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
    except Exception:  # nbformat raises its own, JSON's, Unicode's and attribute errors for what is no notebook
        return None
    return notebook


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _file_difference(path: Path, expected: NotebookNode) -> str:
    """Say how a file differs from the notebook it should hold; empty if it does not."""
    if not path.is_file():
        return "is missing"
    if path.read_bytes() == notebook_text(expected).encode():
        return ""
    found = read_notebook(path)
    if found is None:
        return "is no notebook"
    return _notebook_difference(found, expected) or "the file is written in another way (order of keys, spaces)"


def _notebook_difference(found: NotebookNode, expected: NotebookNode) -> str:
    if found.metadata != expected.metadata:
        return "the notebook's metadata differ"
    wanted = {cell.id: cell for cell in expected.cells}
    present = [cell.get("id", "without id") for cell in found.cells]
    missing = [cell_id for cell_id in wanted if cell_id not in present]
    if missing:
        return f"cell {missing[0]} is missing"
    for cell in found.cells:
        if cell.id not in wanted:
            return f"cell {cell.id} is not in the source"
        parts = [part for part in {**cell, **wanted[cell.id]} if cell.get(part) != wanted[cell.id].get(part)]
        if parts:
            return f"cell {cell.id}: its {' and '.join(parts)} differ"
    return "its cells are in another order" if present != list(wanted) else ""
