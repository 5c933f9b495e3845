"""Grading that is killed at any moment and run again ends in the same grades; seeds change inputs and not grades."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import course
import course.grading.assignment
import course.labs
from course.grading.assignment import Assignment, GradingError, Options
from course.grading.grade import Events, grade_class
from course.grading.intake.graft import graft
from course.grading.sandbox.bubblewrap import bubblewrap_problem
from course.grading.session.worker import Worker
from tests.grading.killed_run import SECONDS, RecitingWorker, grade_without_sandbox
from tests.grading.small_class import LAB, small_notebook, submission, write_class, write_repository
from tests.grading.small_lab import RIGHT

REPOSITORY = Path(course.__file__).parents[1]
STUDENTS, REAL_STUDENTS = 40, 6
KILLS, REAL_KILLS = 20, 2


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the small lab."""
    return write_repository(tmp_path_factory.mktemp("repository"))


def test_killed_at_20_moments_and_run_again_it_ends_in_the_same_table(repository: Path, tmp_path: Path):
    submissions = write_class(tmp_path / "class", STUDENTS)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([grade_without_sandbox.__module__])

    def started(out: Path) -> multiprocessing.Process:
        process = processes.Process(target=grade_without_sandbox, args=(repository, submissions, out))
        process.start()
        return process

    started(tmp_path / "warm-up").join()
    start = time.monotonic()
    undisturbed = started(tmp_path / "undisturbed")
    undisturbed.join()
    whole = time.monotonic() - start
    expected = _untimed(tmp_path / "undisturbed")
    assert len(expected) == STUDENTS + 1

    moments, cut_short = random.Random(7), 0
    for number in range(KILLS):
        out = tmp_path / f"killed{number}"
        killed = started(out)
        killed.join(moments.uniform(0, whole))
        cut_short += killed.is_alive()
        killed.kill()
        killed.join()
        done = _done(out)
        again = started(out)
        again.join()
        assert again.exitcode == 0
        assert _untimed(out) == expected
        assert {student: _done(out)[student] for student in done} == done, "what was done was graded again"
    assert cut_short >= KILLS / 2
    assert whole > STUDENTS * SECONDS / 2


def test_a_seed_is_drawn_for_each_output_folder_and_kept_there(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(course.labs, "REPOSITORY", repository)
    monkeypatch.setattr(Assignment, "worker", lambda assignment, number=0: RecitingWorker(assignment.checks))
    submissions = write_class(tmp_path / "class", 2)

    def graded(out: Path, seed: int | None = None) -> list[list[str]]:
        grade_class(LAB, submissions, out, Options(seed=seed, sandbox="none"))
        return list(csv.reader((out / "grades.csv").read_text().splitlines()))

    first = graded(tmp_path / "one")
    seed = int((tmp_path / "one" / "seed.txt").read_text())
    assert f"seed {seed}" in first[1]
    assert graded(tmp_path / "one") == first, "what had not changed was graded again"
    assert f"seed {seed}" not in graded(tmp_path / "two")[1]
    assert "seed 5" in graded(tmp_path / "one", seed=5)[1]
    assert int((tmp_path / "one" / "seed.txt").read_text()) == seed
    (tmp_path / "two" / "seed.txt").write_text("none of it")
    with pytest.raises(GradingError, match=r"seed\.txt holds no seed but 'none of it': remove it"):
        graded(tmp_path / "two")


def test_a_changed_file_of_the_package_makes_the_next_run_grade_again(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    package = shutil.copytree(course.labs.PACKAGE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(course.labs, "REPOSITORY", repository)
    monkeypatch.setattr(course.grading.assignment, "PACKAGE", package)
    monkeypatch.setattr(Assignment, "worker", lambda assignment, number=0: RecitingWorker(assignment.checks))
    submissions = write_class(tmp_path / "class", 2)

    def graded() -> list[str]:
        done: list[str] = []
        events = Events(graded=lambda record: done.append(record.student))
        grade_class(LAB, submissions, tmp_path / "out", Options(sandbox="none"), events)
        return sorted(done)

    everybody = ["student000", "student001"]
    assert graded() == everybody
    assert graded() == []
    with open(package / "checks" / "compare.py", "a", encoding="utf-8") as file:
        file.write("# A mended grader.\n")
    assert graded() == everybody
    (package / "grading" / "report" / "templates" / "style.css").unlink()
    assert graded() == everybody
    (package / "checks" / "__pycache__").mkdir()
    (package / "checks" / "__pycache__" / "compare.pyc").touch()
    assert graded() == []


def test_a_worker_that_cannot_start_ends_the_run_and_says_why(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(course.labs, "REPOSITORY", repository)
    monkeypatch.setattr(Worker, "start", _refuse)
    with pytest.raises(GradingError, match="no more processes"):
        grade_class(LAB, write_class(tmp_path / "class", 2), tmp_path / "out", Options(jobs=2, sandbox="none"))


@pytest.mark.slow
@pytest.mark.sandbox
def test_killed_with_real_workers_it_leaves_no_process_and_ends_in_the_same_table(repository: Path, tmp_path: Path):
    if problem := bubblewrap_problem():
        pytest.skip(problem)
    submissions = write_class(tmp_path / "class", REAL_STUDENTS)
    with _real_run(repository, submissions, tmp_path / "undisturbed") as undisturbed:
        assert len(undisturbed.stdout.readlines()) == REAL_STUDENTS
    expected = _untimed(tmp_path / "undisturbed")
    out, moments = tmp_path / "killed", random.Random(8)
    for _ in range(REAL_KILLS):
        with _real_run(repository, submissions, out) as killed:
            killed.stdout.readline()
            time.sleep(moments.uniform(0, 0.5))
            children = _children(killed.pid)
            killed.kill()
        assert children
        assert _gone(children)
    with _real_run(repository, submissions, out) as again:
        assert len(again.stdout.readlines()) <= REAL_STUDENTS - REAL_KILLS
    assert _untimed(out) == expected


@pytest.mark.sandbox
def test_another_seed_gives_right_answers_the_same_grade_and_the_same_seed_everybody(worker: Worker):
    right = graft(small_notebook({}), small_notebook(RIGHT))
    statuses = [[result.status for result in worker.examine(right, seed).results] for seed in (1, 2, 3)]
    assert statuses == [["passed"] * 7] * 3
    for number in (1, 2):
        program = graft(small_notebook({}), submission(number))
        first, again = (worker.examine(program, seed=5) for _ in range(2))
        assert [_untimed_result(result) for result in first.results] == [_untimed_result(r) for r in again.results]


def _refuse(worker: Worker) -> None:
    raise OSError("no more processes")


def _untimed(out: Path) -> list[list[str]]:
    """Return ``grades.csv`` without its seconds; everything else must agree to the byte."""
    text = (out / "grades.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    column = rows[0].index("seconds")
    assert sum(row[column].count("\n") for row in rows) == 0
    return [row[:column] + row[column + 1 :] for row in rows]


def _untimed_result(result) -> dict:
    return result.as_dict() | {"seconds": 0}


def _done(out: Path) -> dict[str, float]:
    """Return what each finished student's ``results.json`` says it took: a second grading would say something else."""
    found = sorted(out.glob("*/results.json"))
    return {path.parent.name: json.loads(path.read_text())["extra_data"]["graded"]["seconds"] for path in found}


def _real_run(repository: Path, submissions: Path, out: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.grading.killed_run", str(repository), str(submissions), str(out)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _children(process: int) -> list[Path]:
    """Return the processes that a process started, as their folders in ``/proc``."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    children = [Path("/proc", number) for path in found for number in path.read_text().split()]
    return children + [each for child in children for each in _children(int(child.name))]


def _gone(processes: list[Path], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while any(process.exists() for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(process.exists() for process in processes)
