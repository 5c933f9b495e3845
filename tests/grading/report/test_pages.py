"""The two pages in a browser: nothing overflows, the table sorts, and nothing hostile runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from course.grading.report.results import write_class, write_results
from tests.grading.report.browser import Browser, find_browser
from tests.grading.report.example_class import example_class
from tests.grading.report.test_results import HOSTILE, hostile_student

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class: thirty students, and one whose every word means harm."""
    folder = tmp_path_factory.mktemp("out")
    records = [*example_class(30), hostile_student("evil")]
    for graded in records:
        write_results(graded, folder / graded.student)
    write_class(records, folder)
    return folder


def column(browser: Browser, number: int) -> list[str]:
    """Return the texts of a column of the table, rows that are hidden excepted."""
    rows = "[...document.querySelectorAll('.sortable tbody tr')].filter(row => !row.hidden)"
    return browser.value(f"{rows}.map(row => row.cells[{number}].textContent.trim())")


def click_header(browser: Browser, number: int) -> None:
    browser.value(f"document.querySelectorAll('.sortable thead button')[{number}].click()")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("page", ["index.html", "Amina Yusuf/feedback.html", "evil/feedback.html"])
def test_nothing_overflows_or_complains(browser, out, page, width, dark):
    browser.open(out / page, width, dark=dark)
    assert browser.value(OVERFLOW) <= 0
    assert browser.problems == []


@pytest.mark.parametrize("page", ["index.html", "evil/feedback.html"])
def test_hostile_names_are_text(browser, out, page):
    browser.open(out / page, 1280)
    assert browser.value("document.images.length") == 0
    assert browser.value("document.scripts.length") <= 1
    assert HOSTILE[:25] in browser.value("document.body.textContent")
    assert browser.problems == []


def test_a_script_that_got_onto_the_page_would_not_run(browser, out, tmp_path):
    page = (out / "index.html").read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(page.replace("</main>", "<script>document.title = 'run'</script></main>"), encoding="utf-8")
    browser.open(broken, 1280)
    assert browser.value("document.title") != "run"
    assert any("Content Security Policy" in problem for problem in browser.problems)


def test_the_table_sorts(browser, out):
    browser.open(out / "index.html", 1280)
    names = column(browser, 0)
    assert len(names) == 31
    click_header(browser, 1)
    scores = [float(score) for score in column(browser, 1)]
    assert scores == sorted(scores, reverse=True)
    click_header(browser, 1)
    assert [float(score) for score in column(browser, 1)] == sorted(scores)
    assert browser.value("document.querySelectorAll('[aria-sort]').length") == 1
    click_header(browser, 0)
    assert sorted(column(browser, 0)) == sorted(names)
    ascending = column(browser, 0)
    click_header(browser, 0)
    assert column(browser, 0) == ascending[::-1]


def test_exercises_without_points_sort_last(browser, out):
    browser.open(out / "index.html", 1280)
    written = 3 + 4  # student, score, status, then the exercises
    for _ in range(2):
        click_header(browser, written)
        points = column(browser, written)
        waiting = [not text or text == "…" for text in points]
        assert waiting == sorted(waiting)


def test_the_search_leaves_who_is_searched_for(browser, out):
    browser.open(out / "index.html", 1280)
    browser.value("search.value = 'østerg'; search.dispatchEvent(new Event('input'))")
    assert all("Østergård" in name for name in column(browser, 0))
    browser.value("search.value = ''; search.dispatchEvent(new Event('input'))")
    assert len(column(browser, 0)) == 31


def test_links_lead_to_the_feedback_pages(browser, out):
    browser.open(out / "index.html", 1280)
    links = browser.value("[...document.querySelectorAll('tbody th a')].map(a => decodeURIComponent(a.pathname))")
    assert links
    assert all(Path(link).is_file() for link in links)
