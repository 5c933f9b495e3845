"""``make demo``: the whole product once, on real digits.

Runs lab 1's solution at laptop scale (it trains and draws), makes a class of eight submissions from it, grades them,
and says where the pages are. Everything it writes goes to ``demo/``.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course.authoring.build import built_solution
from course.authoring.execute import execute_notebook
from course.authoring.mutants import find_mutants
from course.authoring.release import release_notebook
from course.grading.assignment import Options, WantedSandbox
from course.grading.commands import class_table
from course.grading.grade import Events, grade_class
from course.grading.records import Graded
from course.grading.sandbox.bubblewrap import bubblewrap_problem
from course.labs import REPOSITORY, Lab, find_lab

console = Console()

ANSWERS = REPOSITORY / "tests" / "mutants" / "lab01" / "conv2d.py"


def main() -> int:
    """Run the demonstration; return the exit status."""
    start = time.perf_counter()
    lab, folder = find_lab("lab01"), REPOSITORY / "demo"
    solution = built_solution(lab)
    release = release_notebook(solution)
    _run_solution(lab, copy.deepcopy(solution), folder)
    make_class(solution, release, folder / "submitted")
    out = folder / "graded"
    problem = bubblewrap_problem()
    if problem:
        console.print(
            f"{problem}; this class is our own, so it is graded without a sandbox.", style="yellow", markup=False
        )
    graded = _grade(lab, folder / "submitted", out, "none" if problem else "bwrap")
    console.print(class_table(graded))
    shown = out.relative_to(REPOSITORY)
    console.print(f"The class at a glance: {shown / 'index.html'}; grades: {shown / 'grades.csv'}")
    console.print(f"One student's feedback: {shown / 'wrong_padding' / 'feedback.html'}")
    console.print(f"make demo took {time.perf_counter() - start:.0f} s", highlight=False)
    return 0 if len(graded) == len(CLASS) else 1


def _run_solution(lab: Lab, solution: NotebookNode, folder: Path) -> None:
    """Execute the solution at laptop scale and write it as a notebook and as a page."""
    from nbconvert import HTMLExporter

    folder.mkdir(exist_ok=True)
    with _progress() as bar:
        task = bar.add_task(f"{lab.name}: training on real digits")
        execute_notebook(
            solution, folder, lambda done, total, cell: bar.update(task, completed=done, total=total, refresh=True)
        )
    path = folder / f"{lab.name}.ipynb"
    nbformat.write(solution, path)
    page, _ = HTMLExporter().from_notebook_node(solution)
    path.with_suffix(".html").write_text(page, encoding="utf-8")
    shown = path.with_suffix(".html").relative_to(REPOSITORY)
    console.print(f"The executed solution, with its figures and tables: {shown}")


def _grade(lab: Lab, submitted: Path, out: Path, sandbox: WantedSandbox) -> list[Graded]:
    with _progress() as bar:
        task = bar.add_task("grading eight notebooks", total=len(CLASS))
        events = Events(graded=lambda graded: bar.update(task, advance=1))
        return grade_class(lab.name, submitted, out, Options(jobs=2, sandbox=sandbox, force=True), events)


def make_class(solution: NotebookNode, release: NotebookNode, folder: Path) -> None:
    """Write one notebook per student of :data:`CLASS`, as nbgrader's ``submitted`` folder has them.

    Args:
        solution: The solution notebook; outputs do not matter.
        release: The lab as students get it.
        folder: Where ``<student>/<lab>/<lab>.ipynb`` is written.
    """
    for name, make in CLASS.items():
        notebook = make(copy.deepcopy(solution), copy.deepcopy(release))
        path = folder / name / "lab01_cnn_classifier" / "lab01_cnn_classifier.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)


def _perfect(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    return solution


def _half_done(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Answer the first half of the lab and leave the rest as it was handed out."""
    answers = [position for position, cell in enumerate(release.cells) if _is_answer(cell)]
    for position in answers[: len(answers) // 2]:
        release.cells[position] = solution.cells[position]
    return release


def _untouched(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    return release


def _wrong_padding(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    wrong = next(mutant for mutant in find_mutants(ANSWERS) if mutant.name == "padding_all_after")
    return _with_answer(solution, "conv2d", wrong.source)


def _syntax_error(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    return _with_answer(solution, "max_pool2d", "def max_pool2d(images, size\n    return images")


def _infinite_loop(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    loop = "def softmax_cross_entropy(logits, labels):\n    while True:\n        pass"
    return _with_answer(solution, "softmax_cross_entropy", loop)


def _metadata_stripped(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    """Take away what some editors take away: cell ids, tags and nbgrader's metadata."""
    solution.metadata = {}
    solution.nbformat_minor = 4
    for cell in solution.cells:
        cell.metadata = {}
        del cell["id"]
    return solution


def _stderr_noise(solution: NotebookNode, release: NotebookNode) -> NotebookNode:
    noise = "import sys, warnings\nprint('noise' * 1000, file=sys.stderr)\nwarnings.warn('harmless')"
    solution.cells.insert(2, nbformat.v4.new_code_cell(noise))
    return solution


CLASS: dict[str, Callable[[NotebookNode, NotebookNode], NotebookNode]] = {
    "perfect": _perfect,
    "half_done": _half_done,
    "untouched": _untouched,
    "wrong_padding": _wrong_padding,
    "syntax_error": _syntax_error,
    "infinite_loop": _infinite_loop,
    "metadata_stripped": _metadata_stripped,
    "stderr_noise": _stderr_noise,
}


def _is_answer(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution", False)


def _with_answer(notebook: NotebookNode, name: str, source: str) -> NotebookNode:
    cell = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)
    cell.source = source.strip()
    return notebook


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


if __name__ == "__main__":
    sys.exit(main())
