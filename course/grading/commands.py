"""The instructor's command: ``course grade``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from course.grading.assignment import Options, WantedSandbox
    from course.grading.intake.submissions import Submission
    from course.grading.records import Graded

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
    as_json: Annotated[bool, typer.Option("--json", help="Print the class as JSON, and nothing else.")] = False,
) -> None:
    """Grade every submission to a lab, in a sandbox; write a page for each student and one for the class."""
    from course.grading.assignment import Options

    if sandbox not in ("auto", "bwrap", "none"):
        raise typer.BadParameter(f"{sandbox!r} is none of auto, bwrap, none", param_hint="--sandbox")
    wanted = cast("WantedSandbox", sandbox)
    options = Options(jobs, seed, wanted, timeout, force, tuple(student or ()), cluster)
    if sandbox == "none":
        typer.secho(
            "--sandbox none: the students' code runs with your rights, files and network.", fg="yellow", err=True
        )
    show = _grade_silently if as_json else _grade_with_bar if console.is_terminal else _grade_line_by_line
    records = show(lab, submissions, out, options)
    if as_json:
        typer.echo(json.dumps({"lab": records[0].lab, "students": [_row(record) for record in records]}, indent=1))
    else:
        typer.echo(f"grades: {out / 'grades.csv'}   class page: {out / 'index.html'}")
    if any(record.status == "error" for record in records):
        raise typer.Exit(1)


def _grade_silently(lab: str, submissions: Path, out: Path, options: Options) -> list[Graded]:
    from course.grading.grade import grade_class

    return grade_class(lab, submissions, out, options)


def _grade_line_by_line(lab: str, submissions: Path, out: Path, options: Options) -> list[Graded]:
    """Grade, and write one line per student: first those graded now, as they are done, then those kept."""
    from course.grading.grade import Events, grade_class
    from course.grading.report.pages import printable

    shown: set[str] = set()

    def show(record: Graded) -> None:
        shown.add(record.student)
        message = printable(record.message)
        line = f"{record.student}: {record.score:g} of {record.max_score:g}, {record.status}"
        typer.echo(f"{line}: {message}" if message else line)

    records = grade_class(lab, submissions, out, options, Events(graded=show))
    for record in records:
        if record.student not in shown:
            show(record)
    return records


def _grade_with_bar(lab: str, submissions: Path, out: Path, options: Options) -> list[Graded]:
    """Grade with a progress bar, and show the class as a table at the end."""
    from course.grading.grade import Events, grade_class

    with _progress() as progress:
        task = progress.add_task("warming up", total=None)

        def found(submissions: Sequence[Submission], kept: int) -> None:
            progress.update(task, total=len(submissions), completed=kept, description="grading")

        events = Events(found=found, graded=lambda graded: progress.update(task, advance=1, description=graded.student))
        records = grade_class(lab, submissions, out, options, events)
    console.print(class_table(records))
    return records


def _row(record: Graded) -> dict[str, Any]:
    return {
        "student": record.student,
        "score": record.score,
        "max_score": record.max_score,
        "status": record.status,
        "seconds": record.seconds,
        "message": record.message,
    }


def class_table(records: Sequence[Graded]) -> Table:
    """Return the class as a table for the terminal."""
    from course.grading.report.pages import printable

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
            escape(printable(record.message)),
        )
    return table


def _progress() -> Progress:
    columns = (TextColumn("{task.description:<24.24}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True)
