from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks.runner import CheckResult
from course.grading.records import Graded
from course.grading.report.highlight import highlighted
from course.grading.report.pages import class_page, feedback_page, histogram
from course.grading.report.results import (
    COLUMNS,
    grades_table,
    gradescope_results,
    read_results,
    write_class,
    write_results,
)
from course.grading.report.similarity import similar_submissions
from tests.grading.report.example_class import ANSWERS, LAB, WRITTEN, example_class, own_words

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}\0\u202e\ud800"


def hostile_student(student: str = HOSTILE) -> Graded:
    """Return a record in which everything that a student can write means harm."""
    result = CheckResult(HOSTILE, HOSTILE, HOSTILE, 0.0, 1.0, "failed", HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    return Graded(
        student,
        HOSTILE,
        "pending",
        (result,),
        HOSTILE,
        (HOSTILE,),
        (HOSTILE,),
        {HOSTILE: HOSTILE},
        {HOSTILE: HOSTILE},
        {HOSTILE: (None, 1.0)},
        name=student,
    )


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table)))


# results.json


def test_results_come_back_as_they_were(tmp_path):
    for number, graded in enumerate([*example_class(14), hostile_student()]):
        write_results(graded, tmp_path / str(number))
        assert read_results(tmp_path / str(number)) == graded


def test_gradescopes_fields():
    graded = example_class(2)[1]
    results = gradescope_results(graded)
    assert results["score"] == graded.score
    assert results["visibility"] == "visible"
    assert results["stdout_visibility"] == "hidden"
    assert [test["number"] for test in results["tests"]] == ["1.1", "1.2", "2.1", "3.1", "4.1"]
    for test, result in zip(results["tests"], graded.results, strict=True):
        assert test["status"] == ("passed" if result.passed else "failed")
        assert (test["score"], test["max_score"]) == (result.points, result.max_points)
        assert result.title in test["name"]
        assert all(each in test["output"] for each in (result.hint, result.expected, result.got))
    json.loads(json.dumps(results, allow_nan=False))


def test_graded_written_answers_are_tests_and_waiting_ones_are_not():
    graded = example_class(2)
    assert [test["score"] for test in gradescope_results(graded[0])["tests"] if test["name"] == WRITTEN] == [1.5]
    assert not [test for test in gradescope_results(graded[1])["tests"] if test["name"] == WRITTEN]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"extra_data": {}}', '{"extra_data": {"graded": {"student": 1}}}', "[" * 100_000],
)
def test_results_that_cannot_be_read_count_as_none(tmp_path, content):
    (tmp_path / "results.json").write_text(content)
    assert read_results(tmp_path) is None
    assert read_results(tmp_path / "none") is None


def test_files_are_replaced_whole(tmp_path, monkeypatch):
    old, new = example_class(2)
    write_results(old, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("killed here")))
        with pytest.raises(OSError, match="killed here"):
            write_results(new, tmp_path)
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(".part")}
    assert after == before
    write_results(new, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feedback.html", "results.json"]
    assert read_results(tmp_path) == new


# grades.csv


def test_columns_and_rows():
    records = example_class(14)
    rows = rows_of(grades_table(records))
    assert tuple(rows[0])[:7] == COLUMNS == ("student", "lab", "score", "max_score", "status", "seconds", "message")
    assert list(rows[0])[7:] == ["conv2d", "max_pool2d", "cross_entropy", "why_eight", WRITTEN]
    for row, graded in zip(rows, records, strict=True):
        assert row["student"] == graded.student
        assert float(row["score"]) == pytest.approx(graded.score)
        assert row["status"] == graded.status
        conv2d = sum(result.points for result in graded.results if result.exercise == "conv2d")
        assert float(row["conv2d"]) == conv2d
    assert [row[WRITTEN] for row in rows[:4]] == ["1.5", "", "", "1.5"]


@pytest.mark.parametrize("text", ["see;=1+1", "a; @x", 'a;"=1+1"', "a;-2", "x;＝1", "=1;=2", "a\n;\t=1"])
def test_no_cell_is_a_formula_where_semicolons_separate_cells(text):
    table = grades_table([dataclasses.replace(example_class(1)[0], message=text)])
    line = table.splitlines()[1]
    assert not [cell for cell in line.split(";")[1:] if re.match(r'[\s"]*[-=+@＝＋－＠]', cell)]
    assert rows_of(table)[0]["message"].replace("'", "") == " ".join(text.split())


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\t=1", " =1", "＝1", "\r\n=1"])
def test_no_cell_is_a_formula(name):
    graded = Graded(name, LAB, "error", message=f"{name}|calc")
    (row,) = rows_of(grades_table([graded]))
    assert row["student"].startswith("'")
    assert row["message"].startswith("'")


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_text_fits_in_one_row(name, message):
    table = grades_table([Graded(name, LAB, "error", message=message), Graded("b", LAB, "error")])
    table.encode("utf-8")
    assert len(table.split("\n")) == 4
    assert len(rows_of(table)) == 2


def test_numbers_are_short():
    results = tuple(CheckResult(f"c{n}", "e", "t", 0.1, 0.1, "passed") for n in range(3))
    (row,) = rows_of(grades_table([Graded("a", LAB, "graded", results)]))
    assert (row["score"], row["max_score"], row["e"]) == ("0.3", "0.3", "0.3")


def test_the_order_of_arrival_does_not_show(tmp_path):
    records = example_class(20)
    write_class(records, tmp_path / "a")
    write_class(random.Random(1).sample(records, 20), tmp_path / "b")
    for name in ("grades.csv", "index.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


# Pages


@pytest.mark.parametrize("page", [feedback_page(hostile_student()), class_page([hostile_student()])])
def test_nothing_hostile_becomes_markup(page):
    page.encode("utf-8")
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert "{{7*7}}" in page
    assert not re.search(r"[\x00\u202e\ud800]", page)
    assert page.count("<script>") <= 1
    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_feedback_has_answers_hints_and_what_waits():
    graded = next(one for one in example_class(9) if any(each.status == "failed" for each in one.results))
    page = feedback_page(dataclasses.replace(graded, flags=("for the instructor only",)))
    for text in ("did you flip the kernel?", "[[ 3. ,  0.5],", "Stack layers", "input", "expected", "got"):
        assert text in page
    assert '<span class="nf">conv2d</span>' in page
    assert "for the instructor only" not in page


def test_an_unreadable_submission_has_a_page_that_says_why():
    page = feedback_page(example_class(13)[12])
    assert page.count("the file is empty") == 1
    assert "could not be graded" in page


def test_an_empty_class_has_a_page(tmp_path):
    write_class([], tmp_path)
    assert (tmp_path / "grades.csv").read_text() == ",".join(COLUMNS) + "\n"
    assert "0 submissions" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_class_page_names_who_needs_a_human():
    records = example_class(16)
    page = class_page(records)
    start = page.index("What needs a human")
    humans = page[start : page.index("</section>", start)]
    for graded in records:
        needs = graded.status in ("error", "pending") or bool(graded.flags)
        assert (f">{graded.student}</a>" in humans) == needs


def test_histogram():
    bins = histogram([0, 0.5, 1.99, 2, 10, 20], 20.0)
    assert [each["count"] for each in bins] == [3, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    assert (bins[0]["low"], bins[-1]["high"], bins[0]["share"]) == (0, 20, 1)
    assert [each["high"] for each in histogram([], 24.0)][:2] == [2, 4]
    assert len(histogram([0, 0], 0.0)) == 1


@given(st.lists(st.floats(0, 1), max_size=20), st.floats(0.1, 500))
def test_every_score_is_in_one_bin(shares, max_score):
    bins = histogram([share * max_score for share in shares], max_score)
    assert sum(each["count"] for each in bins) == len(shares)
    assert len(bins) <= 12


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x",
        "'''",
        '"""' * 5_000,
        "'" * 19_999,
        "\\" * 9_999,
        "(" * 9_999,
        "a" * 19_999,
        "r" * 9_999 + '"',
        "é\n" * 99,
    ],
)
def test_highlighting_takes_any_text_and_little_time(source):
    start = time.perf_counter()
    page = highlighted(source)
    assert time.perf_counter() - start < 3
    assert page.count('<span class="l">') == source.removesuffix("\n").count("\n") + 1


@given(st.text(alphabet=st.sampled_from("ab1 \n\t\"'#\\()=.@<&"), max_size=80))
def test_highlighting_keeps_every_character(source):
    plain = re.sub(r"<[^>]*>", "", highlighted(source))
    for escaped, char in (("&lt;", "<"), ("&quot;", '"'), ("&#39;", "'"), ("&#34;", '"'), ("&amp;", "&")):
        plain = plain.replace(escaped, char)
    assert plain.rstrip("\n") == source.rstrip("\n")


# Similar submissions


def class_answers(size: int) -> dict[str, dict[str, str]]:
    return {graded.student: graded.answers for graded in example_class(size, seed=5) if graded.answers}


def test_a_class_that_worked_alone_has_no_pairs():
    assert similar_submissions(class_answers(40)) == []


def test_copying_is_found_through_new_names_comments_and_layout():
    answers = class_answers(40)
    original, copier = "Amina Yusuf", "Beatriz Gómez"
    disguised = {
        exercise: re.sub(r"\b(image|rows|maps|logits|shifted)\b", r"my_\1", source).replace("\n", "  # mine\n")
        for exercise, source in answers[original].items()
    }
    (found,) = similar_submissions(answers | {copier: disguised})
    assert set(found.students) == {original, copier}
    assert found.share == 1.0
    assert "conv2d" in found.exercises


def test_a_copy_that_was_worked_over_is_a_pair():
    answers = class_answers(40)
    chance = random.Random(3)
    reworked = answers["Amina Yusuf"] | {"why_eight": "why_eight = 9 + 3"}
    reworked["conv2d"] = own_words(ANSWERS["conv2d"], chance)
    found = similar_submissions(answers | {"Beatriz Gómez": reworked})
    assert [set(each.students) for each in found] == [{"Amina Yusuf", "Beatriz Gómez"}]
    assert "max_pool2d" in found[0].exercises
    assert "conv2d" not in found[0].exercises


def test_a_ring_is_one_group():
    answers = class_answers(40)
    ring = list(answers)[:25]
    answers |= dict.fromkeys(ring, answers[ring[0]])
    assert set(similar_submissions(answers)[0].students) == set(ring)


@pytest.mark.parametrize("source", ['"' * 30_000, "'''" * 9_999, "x = 1\n" * 40_000, "\ud800", ""])
def test_similarity_takes_any_text(source):
    start = time.perf_counter()
    similar_submissions({"a": {"f": source}, "b": {"f": source + "y"}})
    assert time.perf_counter() - start < 5


# Speed, in CPU time: other work on the machine does not count


def test_a_student_takes_milliseconds(tmp_path):
    records = example_class(50)
    write_results(records[0], tmp_path / "warm")
    start = time.process_time()
    for number, graded in enumerate(records):
        write_results(graded, tmp_path / str(number))
    assert (time.process_time() - start) / 50 < 0.015


def test_a_class_of_a_thousand_takes_seconds(tmp_path: Path):
    records = example_class(1000)
    start = time.process_time()
    write_class(records, tmp_path)
    assert time.process_time() - start < 5
