"""``course export gradescope | nbgrader | csv``."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from course.grading.records import Graded
    from course.labs import Lab

app = typer.Typer(help="Hand grades on: Gradescope, nbgrader's formgrader, Canvas, Moodle.", no_args_is_help=True)

LabName = Annotated[str, typer.Argument(metavar="LAB", help="The lab's name or number, such as lab01.")]
OutFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `course grade --out` wrote.")]


class Lms(StrEnum):
    """The learning platforms whose tables are written."""

    CANVAS = "canvas"
    MOODLE = "moodle"


@app.command()
def gradescope(
    lab: LabName,
    out: Annotated[Path, typer.Option(help="The zip to write.")] = Path("autograder.zip"),
    seed: Annotated[int | None, typer.Option(help="Seed of the checks' random inputs; drawn if not given.")] = None,
) -> None:
    """Write an autograder zip: upload it at Configure Autograder."""
    from course.exports.gradescope import write_autograder
    from course.grading.assignment import drawn_seed
    from course.labs import find_lab

    seed = drawn_seed() if seed is None else seed
    write_autograder(find_lab(lab), out, seed)
    _say(f"{out}: upload it in Gradescope at Configure Autograder, with Ubuntu 22.04 and the largest container.")
    _say(f"The same grades here: course grade {lab} SUBMISSIONS --out DIR --seed {seed}")


@app.command()
def nbgrader(
    lab: LabName,
    folder: OutFolder,
    course: Annotated[Path | None, typer.Option(help="Root of the nbgrader course; this repository's if none.")] = None,
    read: Annotated[bool, typer.Option("--read", help="Read back what was given by hand in formgrader.")] = False,
) -> None:
    """Write scores into nbgrader's gradebook.db, for formgrader; with --read, read back the scores given by hand."""
    from course.exports.errors import ExportError, writing
    from course.exports.graded import read_class
    from course.labs import REPOSITORY, find_lab, in_repository

    course = course or (REPOSITORY if in_repository() else Path.cwd())
    found, graded = find_lab(lab), read_class(folder)
    if graded[0].lab != found.name:
        raise ExportError(f"{folder} holds results of {graded[0].lab}, not of {found.name}")
    with writing(course / "gradebook.db"):
        if read:
            _read_back(found, graded, course, folder)
        else:
            _write_gradebook(found, graded, course)


def _write_gradebook(lab: Lab, graded: Sequence[Graded], course: Path) -> None:
    from course.exports.gradebook import write_gradebook

    write_gradebook(lab, graded, course)
    waiting = sum(given is None for each in graded for given, _ in each.written_points.values())
    _say(f"{len(graded)} students are in {course / 'gradebook.db'}; {waiting} written answers wait in formgrader.")


def _read_back(lab: Lab, graded: Sequence[Graded], course: Path, folder: Path) -> None:
    from course.exports.gradebook import take_points

    given = take_points(lab, graded, course, folder)
    count = sum(len(each.points) for each in given)
    comments = sum(len(each.comments) for each in given)
    taken = f"{count} scores given by hand and {comments} comments"
    _say(f"{taken} are now in {folder / 'grades.csv'} and the students' pages.")
    for each in given:
        if each.overridden:
            exercises = ", ".join(each.overridden)
            _say(f"{each.student}: the score given by hand for {exercises} was left in formgrader: checks decide here")


@app.command("csv")
def table(
    folder: OutFolder,
    lms: Annotated[Lms, typer.Option(help="Whose table to write.")],
    gradebook: Annotated[
        Path | None, typer.Option(help="What the LMS exported: Canvas' gradebook, Moodle's grading worksheet.")
    ] = None,
    column: Annotated[str, typer.Option(help="Canvas' assignment, or how its name begins; the lab if none.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="The table to write; DIR/canvas.csv or DIR/moodle.csv if none.")
    ] = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="Include scores whose status is pending or error, as they are now.")
    ] = False,
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale scores to the points that the LMS gives for the assignment.")
    ] = False,
) -> None:
    """Write a table that Canvas or Moodle imports."""
    from course.exports.errors import writing
    from course.exports.graded import read_class
    from course.exports.lms import lms_table

    out = out or folder / f"{lms}.csv"
    result = lms_table(read_class(folder), lms.value, gradebook, column, unfinished, scale)
    with writing(out):
        out.write_text(result.text, encoding="utf-8", newline="")
    _say(f"{out}: {len(result.filled)} scores")
    if result.unfinished:
        _say(f"left out, a human has something to do first: {', '.join(result.unfinished)}")
    if result.unmatched:
        _say(f"not found in the table, enter them by hand: {', '.join(result.unmatched)}")
        raise typer.Exit(1)


def _say(text: str) -> None:
    typer.echo(text)
