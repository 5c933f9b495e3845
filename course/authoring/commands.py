"""``course build`` on the command line."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from course.authoring.build import Difference
    from course.labs import Lab


def build(
    lab: Annotated[str | None, typer.Argument(help="Name or number of a lab; without it, all labs.")] = None,
    execute: Annotated[bool, typer.Option("--execute", help="Run the solution and store its outputs.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a built file is out of date.")] = False,
) -> None:
    """Build labs: source → solution notebook → lab notebook."""
    from course.labs import UnknownLabError, all_labs, find_lab

    if execute and check:
        raise typer.BadParameter("--check writes nothing, so it does not go with --execute")
    try:
        labs = [find_lab(lab)] if lab else all_labs()
    except UnknownLabError as error:
        raise typer.BadParameter(str(error)) from None
    done = [_checked(one) for one in labs] if check else [_built(one, execute) for one in labs]
    if check and not lab:
        done.append(_no_strays(labs))
    if not all(done):
        raise typer.Exit(1)


def _built(lab: Lab, execute: bool) -> bool:
    from course.authoring.build import NotExecutedError, build_lab
    from course.authoring.execute import ExecutionError
    from course.authoring.outputs import TooBigError
    from course.authoring.source import SourceError

    start = time.perf_counter()
    try:
        changed = _build_with_progress(lab) if execute else build_lab(lab, execute=False)
    except (SourceError, ExecutionError, TooBigError, NotExecutedError) as error:
        return _complain(lab, str(error))
    took = f", executed in {time.perf_counter() - start:.0f} s" if execute else ""
    typer.echo(f"{lab.name}: {', '.join(map(_shown, changed)) or 'nothing'} written{took}")
    return True


def _build_with_progress(lab: Lab) -> list[Path]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from course.authoring.build import build_lab

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(f"{lab.name}: starting", total=None)
        return build_lab(
            lab,
            execute=True,
            progress=lambda done, total, cell: bar.update(
                task, completed=done, total=total, description=f"{lab.name}: {cell or 'done'}"
            ),
        )


def _checked(lab: Lab) -> bool:
    from course.authoring.build import differences
    from course.authoring.source import SourceError

    try:
        found = list(differences(lab))
    except SourceError as error:
        return _complain(lab, str(error))
    for difference in found:
        _report(difference)
    if not found:
        typer.echo(f"{lab.name}: as its source builds it")
    return not found


def _no_strays(labs: list[Lab]) -> bool:
    from course.authoring.build import strays

    found = list(strays(labs))
    for difference in found:
        _report(difference)
    return not found


def _report(difference: Difference) -> None:
    typer.secho(f"{_shown(difference.path)}: {difference.what}\n    mend it: {difference.mend}", fg="red", err=True)


def _complain(lab: Lab, message: str) -> bool:
    typer.secho(f"{lab.name}: {message}", fg="red", err=True)
    return False


def _shown(path: Path) -> str:
    """Return a path as seen from where the command runs."""
    return os.path.relpath(path)
