"""One tree of exceptions: its docstring is true, every exception is in it, and commands end as it says."""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import course.errors
import course.exports.graded
import course.labs
from course.cli import app
from course.errors import CourseError
from course.labs import PACKAGE

# Exceptions of their own kind, with the reason.
OUTSIDE: dict[str, str] = {
    "TimeIsUpError": "no Exception, so that a cell's own `except Exception` does not stop it",
    "StudentGoneError": "no Exception, so that a check's own `except Exception` does not stop it",
}


@functools.cache
def exceptions() -> dict[str, list[str]]:
    """Return the names of the package's exceptions, each with the names of its bases."""
    classes = dict(_classes())
    is_exception = {
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    }
    found: dict[str, list[str]] = {}
    while new := {name: bases for name, bases in classes.items() if name not in found and is_exception & {*bases}}:
        found |= new
        is_exception |= new.keys()
    return found


def _classes() -> Iterator[tuple[str, list[str]]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name, [ast.unparse(base).rpartition(".")[2] for base in node.bases]


def test_the_docstring_lists_the_tree_as_it_is():
    listed, above = {}, []
    for line in course.errors.__doc__.splitlines():
        if match := re.fullmatch(r"    ([│├└─ ]*)(\w+)(  .*)?", line):
            depth = len(match[1]) // 4
            above[depth:] = [match[2]]
            listed[match[2]] = above[depth - 1] if depth else None
    found = exceptions()
    parents = {
        name: next((base for base in bases if base in found), None)
        for name, bases in found.items()
        if name not in OUTSIDE
    }
    assert listed == parents


def test_every_exception_is_in_the_tree_and_ends_in_error():
    found = exceptions()
    in_tree = {"CourseError"}
    while new := {name for name, bases in found.items() if in_tree & {*bases}} - in_tree:
        in_tree |= new
    assert found.keys() - in_tree == OUTSIDE.keys()
    assert [name for name in found if not name.endswith("Error")] == []


@pytest.mark.parametrize("exit_code", [1, 2])
def test_a_command_ends_with_the_message_and_the_exit_code(monkeypatch, exit_code):
    class OwnError(CourseError):
        pass

    OwnError.exit_code = exit_code

    def refuse(*_):
        raise OwnError("results of [/x] and [red] are [bold missing[/")

    monkeypatch.setattr(course.labs, "find_lab", refuse)
    result = CliRunner().invoke(app, ["export", "gradescope", "lab01"])
    assert result.exit_code == exit_code
    assert result.stderr == "course export: results of [/x] and [red] are [bold missing[/\n"
    assert result.stdout == ""


def test_what_nobody_expected_is_not_hidden(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(course.labs, "find_lab", fail)
    result = CliRunner().invoke(app, ["export", "gradescope", "lab01"])
    assert isinstance(result.exception, ZeroDivisionError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "lab77", ".", "--out", "out"],
        ["start", "lab77", "--no-open"],
        ["check", "lab77", "none.ipynb"],
        ["build", "lab77"],
        ["export", "gradescope", "lab77"],
        ["export", "csv", "[/nowhere]", "--lms", "moodle"],
    ],
)
def test_wrong_usage_is_one_red_line(arguments: list[str], tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments, color=True)
    assert result.exit_code == 2
    assert result.stderr.startswith(typer.style(f"course {arguments[0]}: ", fg="red", reset=False))
    assert len(result.stderr.splitlines()) == 1
