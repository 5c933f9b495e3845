"""Run a solution notebook from its first cell to its last, in a kernel of the Python that runs this."""

from __future__ import annotations

import copy
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from course.authoring.outputs import clean_outputs, shrink_figures
from course.errors import CourseError

CELL_TIMEOUT = 1800  # seconds; a training cell on two old cores

Progress = Callable[[int, int, str], None]


class ExecutionError(CourseError):
    """A solution does not run, or does not earn all points; the message names the cell."""

    exit_code = 1


def execute_notebook(notebook: NotebookNode, folder: Path, progress: Progress, timeout: int = CELL_TIMEOUT) -> None:
    """Run a solution notebook's cells in place, and make its outputs fit to be stored.

    Args:
        notebook: What to run; gets the outputs.
        folder: Where it runs.
        progress: Called before each code cell with how many are done, how many there are, and the cell's id; and once
            at the end, with an empty id.
        timeout: Seconds that one cell may take.

    Raises:
        ExecutionError: A cell raised or took too long, or a check did not earn all its points.
        course.authoring.outputs.TooBigError: The outputs do not fit into a notebook.
    """
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    begun: list[str] = []

    def begins(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code":
            progress(len(begun), total, cell.id)
            begun.append(cell.id)

    client = NotebookClient(
        notebook,
        km=kernel_manager(),
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=begins,
    )
    _run(client, begun)
    progress(len(begun), total, "")
    _require_full_marks(notebook)
    clean_outputs(notebook)
    shrink_figures(notebook)


def kernel_manager() -> AsyncKernelManager:
    """Return a manager for a kernel of the Python that runs this, whichever kernels the machine has."""
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))


def kernel_environment() -> dict[str, str]:
    """Return the environment of a kernel whose outputs are stored.

    TensorFlow writes no start-up messages, and figures go to the notebook whichever backend of Matplotlib is set here.
    """
    own = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return own | {"TF_CPP_MIN_LOG_LEVEL": "3"}


def _run(client: NotebookClient, begun: list[str]) -> None:
    metadata = copy.deepcopy(client.nb.metadata)
    try:
        # What the kernel writes to stderr is in the cells' outputs as well.
        client.execute(env=kernel_environment(), stderr=subprocess.DEVNULL, cleanup_kc=True)
    except CellExecutionError as error:
        raise ExecutionError(f"cell {begun[-1]} raised\n{_plain(error.traceback)}") from None
    except CellTimeoutError:
        raise ExecutionError(f"cell {begun[-1]} ran longer than {client.timeout} s") from None
    except DeadKernelError:
        raise ExecutionError(f"the kernel died in cell {begun[-1]}; is there too little memory?") from None
    finally:
        client.nb.metadata = metadata  # the client notes the version of the kernel's Python there


def _plain(traceback: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", traceback).strip()


def _require_full_marks(notebook: NotebookNode) -> None:
    poor = [
        f"cell {cell.id} earned {earned} of {cell.metadata.nbgrader.points} points"
        for cell in notebook.cells
        if is_check(cell) and (earned := points_shown(cell)) != cell.metadata.nbgrader.points
    ]
    if poor:
        raise ExecutionError("\n".join([*poor, "`pytest tests/labs` says why"]))


def is_check(cell: NotebookNode) -> bool:
    """Say whether a cell runs an exercise's checks."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and nbgrader.get("grade", False)


def points_shown(cell: NotebookNode) -> float:
    """Return the points that a check cell's output shows; 0 without output."""
    texts = [output.data.get("text/plain", "0") for output in cell.outputs if output.output_type == "execute_result"]
    try:
        return float(texts[0]) if texts else 0.0
    except ValueError:
        return 0.0
