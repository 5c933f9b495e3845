"""``course start`` and ``course check`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LabName = Annotated[str, typer.Argument(metavar="LAB", help="The lab's name or number, such as lab01.")]


def start(
    lab: LabName,
    work: Annotated[Path, typer.Option(help="Folder for your copies.")] = Path("work"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin a new copy beside the one you have.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open JupyterLab.")] = False,
) -> None:
    """Start a lab, or continue it: your own copy, its data, JupyterLab."""
    from course.labs import find_lab
    from course.student.start import data_notes, open_jupyterlab, own_copy

    found = find_lab(lab)
    copy = own_copy(found, work, fresh)
    kind = "your copy, kept as it is (--fresh begins a new one)" if copy.kept else "a new copy for you"
    typer.echo(f"{copy.path}: {kind}")
    for note in data_notes(found):
        typer.echo(note)
    if not no_open:
        raise typer.Exit(open_jupyterlab(copy.path))


def check(
    lab: LabName,
    notebook: Annotated[Path, typer.Argument(help="Your notebook, saved.")],
) -> None:
    """Check the answers in a saved notebook: points, and for what failed the reason. Training cells are skipped."""
    from course.labs import find_lab
    from course.student.check import check_notebook

    raise typer.Exit(check_notebook(find_lab(lab), notebook))
