"""``course start`` and ``course check``: a student's copy is safe, a saved notebook is checked or refused clearly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import course.data
import course.student.start
from course.cli import app

COPY = Path("work", "lab90_tiny", "lab90_tiny.ipynb")


def run(*arguments: str):
    return CliRunner().invoke(app, arguments)


def test_start_makes_a_copy_of_the_lab(built):
    result = run("start", "lab90", "--no-open")
    assert result.exit_code == 0, result.output
    assert COPY.read_bytes() == built.release.read_bytes()


def test_start_keeps_the_work_that_is_there(built):
    run("start", "90", "--no-open")
    COPY.write_text("my work")
    result = run("start", "lab90", "--no-open")
    assert "kept as it is" in result.output
    assert COPY.read_text() == "my work"


def test_fresh_makes_a_new_copy_beside(built):
    for _ in range(3):
        run("start", "lab90", "--no-open", "--fresh")
        COPY.write_text("my work")
    assert sorted(path.name for path in COPY.parent.iterdir()) == [
        "lab90_tiny-2.ipynb",
        "lab90_tiny-3.ipynb",
        "lab90_tiny.ipynb",
    ]
    assert COPY.read_text() == "my work"


def test_start_fetches_the_data_that_the_lab_names(built, rewrite, monkeypatch):
    rewrite(built.release, '"data": []', '"data": ["mnist", "no_such_set"]')
    asked = []
    real = course.data.load

    def load(name):
        asked.append(name)
        return real(name, split="test", source="offline")

    monkeypatch.setattr(course.data, "load", load)
    result = run("start", "lab90", "--no-open")
    assert result.exit_code == 0
    assert asked == ["mnist", "no_such_set"]
    assert "mnist: " in result.output
    assert "no_such_set" in result.output.splitlines()[-1]


def test_start_opens_jupyterlab_on_the_copy(built, monkeypatch):
    opened = []
    monkeypatch.setattr(course.student.start, "open_jupyterlab", lambda path: opened.append(path) or 0)
    assert run("start", "lab90").exit_code == 0
    assert opened == [COPY]


def test_start_says_when_a_lab_is_unknown_not_built_or_cannot_be_copied(tiny):
    assert run("start", "lab77", "--no-open").exit_code == 2
    result = run("start", "lab90", "--no-open")
    assert (result.exit_code, "course build lab90" in result.output) == (2, True)
    tiny.release.parent.mkdir(parents=True)
    tiny.release.write_text("{}")
    Path("work").write_text("a file")
    result = run("start", "lab90", "--no-open")
    assert (result.exit_code, "--work" in result.output) == (2, True)


def test_check_gives_the_solution_all_points(built, capfd):
    result = run("check", "lab90", str(built.solution))
    assert result.exit_code == 0
    assert "4 of 4 points" in capfd.readouterr().out


def test_check_shows_what_failed_and_what_raised(built, rewrite, capfd):
    rewrite(built.solution, "    return 2 * number\\n", "    return 1 / 0\\n")
    rewrite(built.solution, 'which = \\"b\\"\\n', "which = undefined\\n")
    result = run("check", "lab90", str(built.solution))
    assert result.exit_code == 1
    shown = capfd.readouterr().out
    assert "0 of 4 points" in shown
    assert "which raised NameError: name 'undefined' is not defined" in shown
    assert "ZeroDivisionError" in shown


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\xff", "not text"),
        (b'{"cells": [', "not JSON"),
        (b"{}", "not a notebook"),
    ],
)
def test_check_says_why_a_file_cannot_be_checked(built, tmp_path, content, complaint):
    path = tmp_path / "mine.ipynb"
    if content is not None:
        path.write_bytes(content)
    result = run("check", "lab90", str(path))
    assert result.exit_code == 2
    assert str(path) in result.output
    assert complaint in result.output


def test_check_says_when_it_is_given_another_labs_notebook(built, tmp_path):
    cell = {"cell_type": "code", "source": 'check = course.checker("lab02", globals())'}
    (tmp_path / "mine.ipynb").write_text(json.dumps({"cells": [cell]}))
    result = run("check", "lab90", str(tmp_path / "mine.ipynb"))
    assert result.exit_code == 2
    assert "is the notebook of lab02" in result.output.replace("\n", " ")


def test_check_says_when_it_is_given_a_folder(built, tmp_path):
    result = run("check", "lab90", str(tmp_path))
    assert (result.exit_code, "is a folder" in result.output) == (2, True)


def test_check_says_when_the_code_ends_its_process(built, capfd):
    notebook = json.loads(built.solution.read_text())
    (answer,) = [cell for cell in notebook["cells"] if cell["id"] == "answer-which"]
    answer["source"] = "import os\nos._exit(7)"
    built.solution.write_text(json.dumps(notebook))
    result = run("check", "lab90", str(built.solution))
    assert (result.exit_code, "exit code 7" in result.output) == (2, True)
