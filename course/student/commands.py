"""``course start`` and ``course check`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from course.labs import Lab

LabName = Annotated[str, typer.Argument(metavar="LAB", help="The lab's name or number, such as lab01.")]


def start(
    lab: LabName,
    work: Annotated[Path, typer.Option(help="Folder for your copies.")] = Path("work"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin a new copy beside the one you have.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open JupyterLab.")] = False,
) -> None:
    """Start a lab, or go on with it: your own copy, its data, JupyterLab."""
    from course.student.start import StartError, data_notes, open_jupyterlab, own_copy

    found = _find(lab)
    try:
        copy = own_copy(found, work, fresh)
    except StartError as error:
        _complain(str(error))
    told = "your copy, kept as it is (--fresh begins a new one)" if copy.kept else "a new copy for you"
    typer.echo(f"{copy.path}: {told}")
    for note in data_notes(found):
        typer.echo(note)
    if not no_open:
        raise typer.Exit(open_jupyterlab(copy.path))


def check(
    lab: LabName,
    notebook: Annotated[Path, typer.Argument(help="Your notebook, saved.")],
) -> None:
    """Check the answers in a saved notebook: points, and for what failed the reason. Training cells are skipped."""
    from course.student.check import CheckError, check_notebook

    found = _find(lab)
    try:
        code = check_notebook(found, notebook)
    except CheckError as error:
        _complain(str(error))
    raise typer.Exit(code)


def _find(name: str) -> Lab:
    from course.labs import UnknownLabError, find_lab

    try:
        return find_lab(name)
    except UnknownLabError as error:
        raise typer.BadParameter(str(error)) from None


def _complain(message: str) -> None:
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(2)
