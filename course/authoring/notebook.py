"""A lab's source as a notebook with solutions: nbgrader's metadata, fixed ids, nothing that changes by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring.source import Source, SourceCell
from course.checks.registry import LabChecks

NBGRADER_SCHEMA = 3
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}


def solution_notebook(source: Source, checks: LabChecks) -> NotebookNode:
    """Return the solution notebook of a source, without outputs.

    The notebook's metadata say under ``course`` which lab it is, which data sets it uses, and the hash of the code it
    was built from.
    """
    course = {"lab": checks.lab, "source_sha256": source.code_sha256, **source.metadata}
    metadata = {"course": course, "kernelspec": KERNEL, "language_info": LANGUAGE}
    return new_notebook(cells=[_cell(cell, checks) for cell in source.cells], metadata=metadata)


def notebook_text(notebook: NotebookNode) -> str:
    """Return the text of a notebook file: keys sorted, one space of indentation, as nbgrader writes it."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def write_notebook(notebook: NotebookNode, path: Path) -> bool:
    """Write a notebook unless the file already holds it; say whether it was written."""
    text = notebook_text(notebook)
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return True


def _cell(cell: SourceCell, checks: LabChecks) -> NotebookNode:
    new_cell = new_code_cell if cell.kind == "code" else new_markdown_cell
    metadata = dict(cell.metadata)
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    if cell.role in ("answer", "check", "written"):
        metadata["nbgrader"] = _nbgrader_metadata(cell, checks)
    return new_cell(cell.source, id=cell.id, metadata=metadata)


def _nbgrader_metadata(cell: SourceCell, checks: LabChecks) -> dict[str, Any]:
    is_check, is_written = cell.role == "check", cell.role == "written"
    metadata: dict[str, Any] = {
        "grade": is_check or is_written,
        "grade_id": f"check-{cell.name}" if is_check else cell.name,
        "locked": is_check,
        "schema_version": NBGRADER_SCHEMA,
        "solution": not is_check,
        "task": False,
    }
    if metadata["grade"]:
        points = checks.max_points(cell.name) if is_check else (cell.points or 0.0)
        metadata["points"] = int(points) if float(points).is_integer() else points
    return metadata
