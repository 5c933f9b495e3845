"""The percent script: roles, names and ids of its cells, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.authoring.source import Source, SourceError, read_source


def read(folder: Path, text: str) -> Source:
    path = folder / "lab91_x.py"
    path.write_text(text)
    return read_source(path)


def test_tags_give_roles_names_and_points(tiny):
    cells = read_source(tiny.source).cells
    roles = {(cell.role, cell.name) for cell in cells}
    assert {("answer", "twice"), ("check", "twice"), ("train", ""), ("show", ""), ("setup", "")} <= roles
    assert [cell.points for cell in cells if cell.role == "written"] == [1.5]


def test_further_tags_are_kept(tiny):
    assert ("show", "hide-input") in [cell.tags for cell in read_source(tiny.source).cells]


def test_header_gives_the_course_metadata(tiny):
    assert read_source(tiny.source).metadata == {"data": []}


def test_ids_come_from_names_and_headings(tiny):
    ids = [cell.id for cell in read_source(tiny.source).cells]
    assert ids[:6] == ["a-tiny-lab--1", "a-tiny-lab--2", "twice--1", "answer-twice", "check-twice", "which--1"]


def test_ids_of_a_section_do_not_depend_on_its_number_or_the_sections_before(tmp_path):
    one = read(tmp_path, "# %% [markdown]\n# ## 2 · Pooling\n\n# %%\nx = 1\n")
    other = read(tmp_path, "# %% [markdown]\n# ## Before\n\n# %% [markdown]\n# ## 3 · Pooling\n\n# %%\nx = 1\n")
    assert [cell.id for cell in one.cells] == [cell.id for cell in other.cells][1:] == ["pooling--1", "pooling--2"]


def test_ids_fit_the_notebook_format(tmp_path):
    source = read(tmp_path, f"# %% [markdown]\n# # {'Ünïcödé and long ' * 20}\n\n# %% [markdown]\n# # ×××\n")
    assert all(0 < len(cell.id) <= 64 and cell.id.isascii() for cell in source.cells)


def test_hash_is_that_of_the_code(tiny, rewrite):
    before = read_source(tiny.source).code_sha256
    rewrite(tiny.source, "Two exercises", "Two small exercises")
    assert read_source(tiny.source).code_sha256 == before
    rewrite(tiny.source, "    return 2 * number", "    # doubled\n\n    return 2 * number  # é")
    assert read_source(tiny.source).code_sha256 == before
    rewrite(tiny.source, "return 2 * number", "return number * 2")
    assert read_source(tiny.source).code_sha256 != before


def test_marks_in_prose_become_comments(tiny):
    (written,) = [cell for cell in read_source(tiny.source).cells if cell.role == "written"]
    assert written.source.splitlines()[:3] == ["Why twice?", "", "<!-- BEGIN SOLUTION -->"]


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ('# %% tags=["answer:a", "train"]\na = 1', "has 2 roles"),
        ('# %% tags=["answer"]\na = 1', "write the tag as 'answer:NAME'"),
        ('# %% tags=["train:a"]\na = 1', "write the tag as 'train'"),
        ('# %% tags=["check:no name"]\na = 1', "must be a Python name"),
        ('# %% tags=["written:a", "points:1"]\na = 1', "'written' is for markdown cells"),
        ('# %% [markdown] tags=["answer:a"]\n# text', "'answer' is for code cells"),
        ('# %% [markdown] tags=["written:a"]\n# text', "needs one tag points:N"),
        ('# %% [markdown] tags=["written:a", "points:many"]\n# text', "needs one tag points:N"),
        ('# %% [markdown] tags=["written:a", "points:0"]\n# text', "more than 0"),
        ('# %% tags=["answer:a", "points:2"]\na = 1', "come from its checks"),
        ("# %% [raw]\n# text", "is a raw cell"),
    ],
)
def test_misplaced_tags_are_refused_with_the_cell(tmp_path, cell, complaint):
    with pytest.raises(SourceError, match=r"lab91_x\.py, cell 2") as error:
        read(tmp_path, f"# %% [markdown]\n# # Title\n\n{cell}\n")
    assert complaint in str(error.value)


@pytest.mark.parametrize("tag", ["answer:a", "check:a"])
def test_a_name_belongs_to_one_cell(tmp_path, tag):
    with pytest.raises(SourceError, match=f"cell {tag.replace(':', '-')}: 2 cells have this name"):
        read(tmp_path, f'# %% tags=["{tag}"]\na = 1\n\n# %% tags=["{tag}"]\na = 2\n')


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SourceError, match=r"none\.py: cannot be read"):
        read_source(tmp_path / "none.py")
