"""The lab that students get, cut from the solution by nbgrader's own preprocessors."""

from __future__ import annotations

import copy
import re
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from traitlets.config import Config

from course.authoring.source import SourceError
from course.notebooks.code import defined_names

CODE_STUB = '# YOUR CODE HERE\nraise NotImplementedError("not answered yet: write your code in place of this line")'
TEXT_STUB = "*Write your answer here, in place of this line.*"


class ClearAnswers(ClearSolutions):
    """nbgrader's ClearSolutions, which leaves no stub for a solution at the left margin.

    Such a solution is a value, and the line above it is what the student sees and completes::

        why_pooling = ...  # "a", "b" or "c"
        ### BEGIN SOLUTION
        why_pooling = "b"
        ### END SOLUTION
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        """Replace the solution of one cell."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            stub = re.escape(self.code_stub[resources["language"]])
            cell.source = re.sub(rf"^{stub}(?:\n|\Z)", "", cell.source, flags=re.MULTILINE).rstrip("\n")
        return cell, resources


# The order is that of nbgrader's GenerateAssignment, less the steps that write to its gradebook.
STEPS = (
    LockCells,
    ClearAnswers,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
)


def release_settings() -> Config:
    """Return the settings of the steps, as nbgrader reads them."""
    settings = Config()
    settings.ClearSolutions.code_stub = {"python": CODE_STUB}
    settings.ClearSolutions.text_stub = TEXT_STUB
    return settings


def release_notebook(solution: NotebookNode) -> NotebookNode:
    """Return the lab of a solution notebook, which is left as it is.

    Raises:
        SourceError: The lab's cell of an exercise no longer defines its name; one line per cell.
    """
    lab = copy.deepcopy(solution)
    resources: dict[str, Any] = {}
    for step in STEPS:
        lab, resources = step(config=release_settings())(lab, resources)
    problems = [
        f"cell {cell.id}: nothing above the solution defines {name!r}, so the student would not see what to write; "
        f"put a line such as `{name} = ...` there, or the function's signature"
        for cell in lab.cells
        if cell.cell_type == "code" and (name := _answered_name(cell)) not in {"", *defined_names(cell.source)}
    ]
    if problems:
        raise SourceError("\n".join(problems))
    return lab


def _answered_name(cell: NotebookNode) -> str:
    nbgrader = cell.metadata.get("nbgrader", {})
    return nbgrader.get("grade_id", "") if nbgrader.get("solution") else ""
