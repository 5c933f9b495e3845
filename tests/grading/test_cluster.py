"""A class on a Dask cluster over loopback: the same grades, also when a machine is lost in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import course.labs
from course.grading import cluster
from course.grading.assignment import Assignment, GradingError, Options, grade_one, prepare
from course.grading.cluster import grade_on_cluster
from course.grading.intake.submissions import Submission, find_submissions
from course.grading.sandbox.bubblewrap import bubblewrap_problem
from tests.grading.small_class import LAB, write_class, write_repository

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
STUDENTS = 12


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assignment]:
    """The small lab's assignment."""
    if problem := bubblewrap_problem():
        pytest.skip(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course.labs, "REPOSITORY", write_repository(tmp_path_factory.mktemp("repository")))
        yield prepare(LAB, Options(seed=3))


@pytest.fixture(scope="module")
def submissions(assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> list[Submission]:
    """A class, and one who handed in something that is no notebook."""
    folder = write_class(tmp_path_factory.mktemp("class"), STUDENTS)
    (folder / "broken.ipynb").write_text("{")
    return find_submissions(folder, assignment.lab)


@pytest.fixture(scope="module")
def two_machines() -> Iterator[LocalCluster]:
    """A cluster of two processes, which a supervisor replaces when they die."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as local:
        yield local


def test_a_machine_lost_in_the_middle_loses_nothing_and_nobody_is_graded_twice(
    two_machines: LocalCluster, assignment: Assignment, submissions: list[Submission]
):
    records, killed = [], []
    for record in grade_on_cluster(submissions, assignment, two_machines.scheduler_address):
        records.append(record)
        if len(records) == 3:
            killed.append(_kill_one(two_machines.scheduler_address))
    assert sorted(record.student for record in records) == [submission.student for submission in submissions]
    assert len(killed) == 1
    with assignment.worker(number=8) as worker:
        expected = [_timeless(grade_one(submission, assignment, worker)) for submission in submissions]
    assert sorted(map(_timeless, records), key=lambda record: record.student) == expected
    assert {record.status for record in records} == {"pending", "error"}


def test_machines_with_another_version_are_named_before_anything_is_sent(
    two_machines: LocalCluster, assignment: Assignment, submissions: list[Submission], monkeypatch: pytest.MonkeyPatch
):
    here = cluster.versions_here()
    monkeypatch.setattr(cluster, "versions_here", lambda: replace(here, course="9.9"))
    with pytest.raises(GradingError, match=r"(?s)tcp://127.*course 9\.9.*install the same release"):
        list(grade_on_cluster(submissions, assignment, two_machines.scheduler_address))


def test_a_cluster_without_machines_says_how_one_joins(assignment: Assignment, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(GradingError, match=f"dask worker {empty.scheduler_address}"),
    ):
        list(grade_on_cluster([], assignment, empty.scheduler_address))
    with pytest.raises(GradingError, match=r"no Dask scheduler answers at tcp://127.0.0.1:1"):
        list(grade_on_cluster([], assignment, "tcp://127.0.0.1:1"))


def test_a_job_travels_without_the_files_of_the_lab(assignment: Assignment, tmp_path: Path):
    unpacked = cluster.PackedAssignment.of(assignment).unpack(tmp_path)
    assert unpacked.lab.checks.read_bytes() == assignment.lab.checks.read_bytes()
    assert unpacked.lab.checks.is_relative_to(tmp_path)
    assert (unpacked.fingerprint, unpacked.release) == (assignment.fingerprint, assignment.release)
    assert [check.name for check in unpacked.checks.checks] == [check.name for check in assignment.checks.checks]


def _kill_one(address: str) -> int:
    with Client(address, set_as_default=False) as client:
        busy = next(worker for worker, keys in client.processing().items() if keys)
        process = client.run(os.getpid)[busy]
    os.kill(process, signal.SIGKILL)
    return process


def _timeless(record):
    results = tuple(replace(result, seconds=0.0) for result in record.results)
    return replace(record, seconds=0.0, results=results)


def test_a_record_of_lost_machines_has_the_labs_points(assignment: Assignment, submissions: list[Submission]):
    class Failed:
        def result(self) -> None:
            raise OSError("the network is gone")

    record = cluster._record(Failed(), submissions[0], assignment)
    assert (record.status, record.score, record.max_score) == ("error", 0, 10)
    assert record.message == "the cluster failed, grade again: OSError: the network is gone"
    assert record.fingerprint == ""
