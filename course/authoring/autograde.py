"""Two steps of ``nbgrader autograde``, changed for this course; ``nbgrader_config.py`` puts them in place.

The course grades with ``course grade``, which is faster and isolates submissions; these steps make nbgrader agree.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade

from course.authoring.execute import kernel_environment


class ExecuteAtSmokeScale(Execute):
    """nbgrader's Execute, in a kernel where training cells take a few steps only.

    The environment is set for the kernel alone: nbgrader reads its configuration in JupyterLab's server too, whose
    notebooks must keep their own scale.
    """

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel with ``COURSE_SCALE=smoke``."""
        super().start_new_kernel(env=kernel_environment() | {"COURSE_SCALE": "smoke"}, **kwargs)


class ForgiveStderr(NbGraderPreprocessor):
    """Drops what check cells wrote to stderr, for which nbgrader would take all their points.

    A warning is not a wrong answer, and TensorFlow writes there in any case.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        """Drop the stderr of one check cell."""
        if cell.cell_type == "code" and is_grade(cell):
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        return cell, resources
