"""The instructor's command: ``course grade``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

console = Console()


def grade(
    lab: Annotated[str, typer.Argument(help="The lab's name or number, such as lab01.")],
    submissions: Annotated[Path, typer.Argument(help="nbgrader's submitted folder, a folder of notebooks, or a zip.")],
    out: Annotated[Path, typer.Option(help="Folder for results, feedback, grades.csv and index.html.")],
    jobs: Annotated[int, typer.Option(min=1, help="Submissions at a time.")] = 1,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the checks' random inputs; drawn and kept in --out if not said.")
    ] = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, tcp://host:port.")] = None,
    sandbox: Annotated[str, typer.Option(help="auto, bwrap, or none (for notebooks you trust).")] = "auto",
    timeout: Annotated[float, typer.Option(min=1, help="Seconds a submission may take.")] = 120.0,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has not changed.")] = False,
    student: Annotated[list[str] | None, typer.Option(help="Grade only this student; may be repeated.")] = None,
) -> None:
    """Grade every submission to a lab, in a sandbox; write a page for each student and one for the class."""
    from course.grading.assignment import Options
    from course.grading.grade import Events, grade_class

    if sandbox not in ("auto", "bwrap", "none"):
        raise typer.BadParameter(f"{sandbox!r} is none of auto, bwrap, none", param_hint="--sandbox")
    options = Options(jobs, seed, sandbox, timeout, force, tuple(student or ()), cluster)
    if sandbox == "none":
        console.print("[yellow]--sandbox none: the students' code runs with your rights, files and network.[/]")
    with _progress() as progress:
        task = progress.add_task("warming up", total=None)

        def found(found: list, kept: int) -> None:
            progress.update(task, total=len(found), completed=kept, description="grading")

        events = Events(found=found, graded=lambda graded: progress.update(task, advance=1, description=graded.student))
        records = grade_class(lab, submissions, out, options, events)
    console.print(class_table(records))
    typer.echo(f"grades: {out / 'grades.csv'}   class page: {out / 'index.html'}")
    if any(record.status == "error" for record in records):
        raise typer.Exit(1)


def class_table(records: list) -> Table:
    """Return the class as a table for the terminal."""
    table = Table(title=records[0].lab if records else None, title_justify="left")
    table.add_column("student")
    table.add_column("score", justify="right")
    table.add_column("of", justify="right")
    table.add_column("status")
    table.add_column("seconds", justify="right")
    table.add_column("message", overflow="fold")
    colours = {"graded": "green", "pending": "yellow", "error": "red"}
    for record in records:
        status = f"[{colours[record.status]}]{record.status}[/]"
        table.add_row(
            escape(record.student),
            f"{record.score:g}",
            f"{record.max_score:g}",
            status,
            f"{record.seconds:.1f}",
            escape(record.message),
        )
    return table


def _progress() -> Progress:
    columns = (TextColumn("{task.description:<24.24}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True)
