"""Building: the same bytes each time, outputs kept or refused, drift found and named."""

from __future__ import annotations

import nbformat
import pytest
from typer.testing import CliRunner

from course.authoring.build import NotExecutedError, build_lab, differences, strays
from course.authoring.execute import ExecutionError
from course.cli import app
from course.labs import all_labs


def run(*arguments: str):
    return CliRunner().invoke(app, arguments)


def test_a_second_build_changes_nothing(built):
    assert build_lab(built, execute=False) == []


def test_a_second_execution_changes_nothing(built):
    assert build_lab(built, execute=True) == []


def test_outputs_are_stored_without_logs(built):
    (shown,) = [
        cell for cell in nbformat.read(built.solution, as_version=4).cells if "show" in cell.metadata.get("tags", [])
    ]
    outputs = {output.get("name", output.output_type): output for output in shown.outputs}
    assert outputs["stderr"].text == "worth keeping\n"
    assert outputs["stdout"].text.endswith("scale laptop\n")
    assert outputs["display_data"].data["image/png"]


def test_no_trace_of_this_machine_is_stored(built, tmp_path):
    text = built.solution.read_text()
    assert str(tmp_path) not in text
    assert "iopub" not in text  # times of execution
    assert '"version"' not in text  # of this Python


def test_prose_changes_without_a_new_execution(built, rewrite):
    rewrite(built.source, "Two exercises", "Two small exercises")
    assert set(build_lab(built, execute=False)) == {built.solution, built.release}
    assert "worth keeping" in built.solution.read_text()
    assert list(differences(built)) == []


def test_outputs_of_other_code_are_neither_kept_nor_thrown_away(built, rewrite):
    rewrite(built.source, "return 2 * number", "return number * 2")
    stored = built.solution.read_bytes()
    with pytest.raises(NotExecutedError, match="run `course build lab90 --execute`"):
        build_lab(built, execute=False)
    assert built.solution.read_bytes() == stored


def test_the_lab_is_built_before_the_first_execution(tiny):
    with pytest.raises(NotExecutedError, match="was never executed"):
        build_lab(tiny, execute=False)
    assert tiny.release.is_file()
    assert not tiny.solution.exists()


def test_a_solution_that_raises_is_told_and_not_stored(tiny, rewrite):
    rewrite(tiny.source, "trained = ", "trained = 1 / 0 + ")
    with pytest.raises(ExecutionError, match=r"(?s)cell which--3 raised.*ZeroDivisionError"):
        build_lab(tiny, execute=True)
    assert not tiny.solution.exists()


def test_a_solution_without_full_marks_is_told_and_not_stored(tiny, rewrite):
    rewrite(tiny.source, "return 2 * number", "return 6")
    with pytest.raises(ExecutionError, match=r"cell check-twice earned 2\.0 of 3 points"):
        build_lab(tiny, execute=True)
    assert not tiny.solution.exists()


@pytest.mark.parametrize(
    ("which", "old", "new", "what", "remedy"),
    [
        ("release", "YOUR CODE HERE", "MY CODE HERE", "cell answer-twice: its source", "course build lab90"),
        ("release", '"deletable": false', '"deletable": true', "its metadata", "course build lab90"),
        ("release", '\n  "language"', '\n   "language"', "is written in another way", "course build lab90"),
        ("solution", "Two exercises", "Some exercises", "cell a-tiny-lab--1: its source", "course build lab90"),
        ("solution", "2 * number", "number * 2", "code was edited (cell answer-twice)", "course build lab90 --execute"),
        ("solution", '"python3"', '"python4"', "the notebook's metadata differ", "course build lab90"),
        ("solution", "source_sha256", "source_sha1", "are of other code", "course build lab90 --execute"),
        ("source", "Two exercises", "Some exercises", "cell a-tiny-lab--1: its source", "course build lab90"),
        ("source", "2 * number", "number * 2", "are of other code", "course build lab90 --execute"),
        ("source", "points:1.5", "points:2", "cell written-why_twice: its metadata", "course build lab90"),
        ("checks", 'points("twice", 1)', 'points("twice", 4)', "does not show all", "course build lab90 --execute"),
    ],
)
def test_what_differs_is_named_with_the_command_that_fixes_it(built, rewrite, which, old, new, what, remedy):
    if (which, old) == ("release", '\n  "language"'):
        built.release.write_text(built.release.read_text() + "\n")
    else:
        rewrite(getattr(built, which), old, new)
    found = list(differences(built))
    assert any(what in difference.what and difference.remedy == remedy for difference in found), found
    assert {difference.path for difference in found} <= {built.solution, built.release}
    if which in ("release", "solution"):
        assert [difference.path for difference in found] == [getattr(built, which)]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b"[1, 2]"])
def test_what_is_no_notebook_is_named(built, content):
    built.solution.write_bytes(content)
    built.release.write_bytes(content)
    assert [difference.what for difference in differences(built)] == [
        "the stored solution is no notebook",
        "is no notebook",
    ]


def test_missing_moved_and_added_cells_are_named(built):
    lab = nbformat.read(built.release, as_version=4)
    cells = list(lab.cells)
    for changed, what in (
        (cells[1:], "cell a-tiny-lab--1 is missing"),
        ([*cells, nbformat.v4.new_markdown_cell("x", id="mine")], "cell mine is not in the source"),
        (cells[::-1], "its cells are in another order"),
    ):
        lab.cells = changed
        nbformat.write(lab, built.release)
        assert [difference.what for difference in differences(built)] == [what]


def test_notebooks_without_a_source_are_strays(built):
    stray = built.release.with_name("lab90_old.ipynb")
    stray.write_bytes(built.release.read_bytes())
    assert [difference.path for difference in strays(all_labs())] == [stray]


def test_check_passes_on_what_was_built(built):
    result = run("build", "--check")
    assert result.exit_code == 0, result.output
    assert "as its source builds it" in result.output


def test_check_fails_names_the_file_and_writes_nothing(built, rewrite):
    rewrite(built.release, "YOUR CODE HERE", "MY CODE HERE")
    before = built.release.read_bytes()
    result = run("build", "lab90", "--check")
    assert result.exit_code == 1
    assert "labs/lab90_tiny/lab90_tiny.ipynb: cell answer-twice: its source differ" in result.output
    assert "course build lab90" in result.output
    assert built.release.read_bytes() == before
    assert run("build", "lab90").exit_code == 0
    assert run("build", "lab90", "--check").exit_code == 0


def test_wrong_usage_is_told(tiny):
    assert run("build", "lab77").exit_code == 2
    assert run("build", "--check", "--execute").exit_code == 2
    result = run("build")
    assert result.exit_code == 1
    assert "--execute" in result.output
