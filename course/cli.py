"""The console script ``course``: what authors, students and instructors type.

The commands import what they need when they run, so that ``course --help`` answers at once.
"""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from course import __version__
from course.authoring.commands import build
from course.data.commands import app as data
from course.doctor import doctor
from course.errors import CourseError, complain
from course.exports.commands import app as export
from course.grading.commands import grade
from course.student.commands import check, start

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up messages are not for a command's reader


class Commands(TyperGroup):
    """The commands. One that raises a :class:`CourseError` ends with its message and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except CourseError as error:
            complain(f"course {ctx.invoked_subcommand}: {error}")
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    name="course",
    cls=Commands,
    help="Pixels In, Pixels Out: image processing with deep networks in Keras 3.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"course {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read the options that stand before a command."""


app.command(rich_help_panel="Students")(start)
app.command(rich_help_panel="Students")(check)
app.command(rich_help_panel="Students")(doctor)
app.add_typer(data, name="data", rich_help_panel="Students")
app.command(rich_help_panel="Instructors")(grade)
app.add_typer(export, name="export", rich_help_panel="Instructors")
app.command(rich_help_panel="Authors")(build)
