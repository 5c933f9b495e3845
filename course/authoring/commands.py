"""``course build`` on the command line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.errors import CourseError, complain

if TYPE_CHECKING:
    from course.authoring.build import Difference
    from course.labs import Lab


def build(
    lab: Annotated[str | None, typer.Argument(help="Name or number of a lab; without it, all labs.")] = None,
    execute: Annotated[bool, typer.Option("--execute", help="Run the solution and store its outputs.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a built file is out of date.")] = False,
) -> None:
    """Build labs: source → solution notebook → lab notebook."""
    from course.labs import all_labs, find_lab

    if execute and check:
        raise typer.BadParameter("--check writes nothing, so it does not go with --execute")
    labs = [find_lab(lab)] if lab else all_labs()
    exit_codes = [_exit_code_of(_compare if check else partial(_build, execute=execute), one) for one in labs]
    if check and not lab:
        exit_codes.append(_look_for_strays(labs))
    if any(exit_codes):
        raise typer.Exit(max(exit_codes))


def _exit_code_of(step: Callable[[Lab], int], lab: Lab) -> int:
    """Take a step for one lab; where it raises, say why, so that the labs after it have their turn."""
    try:
        return step(lab)
    except CourseError as error:
        complain(f"{lab.name}: {error}")
        return error.exit_code


def _build(lab: Lab, execute: bool) -> int:
    from course.authoring.build import build_lab

    start = time.perf_counter()
    changed = _build_with_progress(lab) if execute else build_lab(lab, execute=False)
    took = f", executed in {time.perf_counter() - start:.0f} s" if execute else ""
    typer.echo(f"{lab.name}: {', '.join(map(_shown, changed)) or 'nothing'} written{took}")
    return 0


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


def _compare(lab: Lab) -> int:
    from course.authoring.build import differences

    found = list(differences(lab))
    for difference in found:
        _report(difference)
    if not found:
        typer.echo(f"{lab.name}: as its source builds it")
    return 1 if found else 0


def _look_for_strays(labs: list[Lab]) -> int:
    from course.authoring.build import strays

    found = list(strays(labs))
    for difference in found:
        _report(difference)
    return 1 if found else 0


def _report(difference: Difference) -> None:
    complain(f"{_shown(difference.path)}: {difference.what}\n    to fix it: {difference.remedy}")


def _shown(path: Path) -> str:
    """Return a path as seen from where the command runs."""
    return os.path.relpath(path)
