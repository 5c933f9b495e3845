"""Grade on the machines of a Dask cluster: the same function, on submissions that are sent as bytes.

A machine of the cluster needs this package and its sandbox, no common file system and no lab: the lab's checks and
release notebook travel with the job. On every machine the job starts one pair of fork servers for each of its
threads, and ends them when the class is graded or the machine leaves.

What is sent to a machine and lost with it is sent to another by Dask. A task is known by its student and the hash of
everything its grade depends on, so what comes back twice counts once.
"""

from __future__ import annotations

import hashlib
import json
import queue
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, cast

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin, as_completed, get_worker

import course
from course.checks.registry import LabChecks
from course.errors import CourseError
from course.grading.assignment import Assignment, GradingError, grade_one, package_hash
from course.grading.intake.files import read_entry
from course.grading.intake.submissions import Submission
from course.grading.records import Graded
from course.grading.sandbox.bubblewrap import Sandbox, bubblewrap_problem
from course.grading.sandbox.limits import Limits
from course.grading.session.worker import Worker as GradingWorker
from course.labs import Lab
from course.notebooks.files import UnreadableError

JOIN = "dask worker {address} --nthreads 2"  # two submissions at a time
CONNECT_SECONDS = 20.0
RETRIES = 3  # times that a task goes to a machine again after its sandbox failed there
QUEUED = 2  # submissions sent ahead for each that is being graded: what they hold in memory stays small


class MachineFailedError(CourseError):
    """The machine failed and not the submission: Dask tries another.

    Attributes:
        record: What to write if every machine fails.
    """

    def __init__(self, record: Graded) -> None:
        super().__init__(record)
        self.record = record

    def __str__(self) -> str:
        return self.record.message


class OtherVersionError(CourseError):
    """A machine that joined while a class was being graded has something else installed."""


@dataclass(frozen=True)
class Versions:
    """What grades depend on besides the lab; it must be the same on every machine.

    Attributes:
        course: Version of this package.
        files: Hash of its files: two clones of one version may differ.
        keras: Version of Keras.
        numpy: Version of NumPy.
    """

    course: str
    files: str
    keras: str
    numpy: str

    def __str__(self) -> str:
        return f"course {self.course} (files {self.files[:8]}), keras {self.keras}, numpy {self.numpy}"


def versions_here() -> Versions:
    """Return what is installed on this machine."""
    return Versions(course.__version__, package_hash(), version("keras"), version("numpy"))


def machine_problem(wanted: Versions, sandbox: Sandbox) -> str:
    """Return why this machine cannot take part; empty if it can."""
    found = versions_here()
    if found != wanted:
        return f"it has {found}, and {wanted} is wanted: install the same release of the course on both"
    return bubblewrap_problem() if sandbox == "bwrap" else ""


@dataclass(frozen=True)
class PackedAssignment:
    """A :class:`course.grading.assignment.Assignment` that can be sent: files as bytes, checks without their functions.

    The examiner's fork server loads the checks from their file; the machine itself only needs their names and points.
    """

    lab: str
    checks_file: str
    checks_source: bytes
    checks: LabChecks
    release: dict[str, Any]
    seed: int
    limits: Limits
    sandbox: Sandbox
    fingerprint: str

    @classmethod
    def of(cls, assignment: Assignment) -> PackedAssignment:
        """Pack an assignment."""
        checks = replace(
            assignment.checks, checks=tuple(replace(check, function=None) for check in assignment.checks.checks)
        )
        return cls(
            assignment.lab.name,
            assignment.lab.checks.name,
            assignment.lab.checks.read_bytes(),
            checks,
            assignment.release,
            assignment.seed,
            assignment.limits,
            assignment.sandbox,
            assignment.fingerprint,
        )

    def unpack(self, folder: Path) -> Assignment:
        """Return the assignment, its files in ``folder``."""
        checks, release = folder / self.checks_file, folder / f"{self.lab}.ipynb"
        checks.write_bytes(self.checks_source)
        release.write_text(json.dumps(self.release), encoding="utf-8")
        lab = Lab(self.lab, release, checks, None)
        return Assignment(lab, self.checks, self.release, self.seed, self.limits, self.sandbox, self.fingerprint)


class Grading(WorkerPlugin):
    """What a Dask worker keeps while a class is graded: one grading worker, warm, for each of its threads.

    Args:
        assignment: The lab and how to grade it.
        versions: What the machine must have installed.
    """

    def __init__(self, assignment: PackedAssignment, versions: Versions) -> None:
        self._packed, self._versions = assignment, versions

    def setup(self, worker: Worker) -> None:
        """Start the grading workers; nobody waits until they are warm."""
        self._problem = machine_problem(self._versions, self._packed.sandbox)
        self._all: list[GradingWorker] = []
        self._idle: queue.SimpleQueue[GradingWorker] = queue.SimpleQueue()
        self._folder = tempfile.TemporaryDirectory(prefix="course-grading-")
        if self._problem:
            return
        Path(self._folder.name).chmod(0o755)  # root's sandboxes read the checks as another user
        self._assignment = self._packed.unpack(Path(self._folder.name))
        for number in range(worker.state.nthreads):
            self._all.append(self._assignment.worker(number))
            self._all[-1].start()
            self._idle.put(self._all[-1])

    def teardown(self, worker: Worker) -> None:
        """End the grading workers."""
        for each in self._all:
            each.close()
        self._folder.cleanup()

    def grade(self, submission: Submission, data: bytes) -> Graded:
        """Grade a submission that came as bytes.

        Raises:
            OtherVersionError: This machine must not grade.
            MachineFailedError: The grader failed, and not the submission.
        """
        if self._problem:
            raise OtherVersionError(self._problem)
        with tempfile.NamedTemporaryFile(suffix=".ipynb") as file:
            file.write(data)
            file.flush()
            worker = self._idle.get()
            try:
                record = grade_one(replace(submission, path=Path(file.name), member=-1), self._assignment, worker)
            finally:
                self._idle.put(worker)
        if not record.fingerprint:
            raise MachineFailedError(record)
        return record


def _grade_here(plugin: str, submission: Submission, data: bytes) -> Graded:
    return cast(Grading, get_worker().plugins[plugin]).grade(submission, data)


def grade_on_cluster(todo: Sequence[Submission], assignment: Assignment, address: str) -> Iterator[Graded]:
    """Grade submissions on a Dask cluster.

    A task whose worker dies goes to another one; Dask gives it up when ``distributed.scheduler.allowed-failures`` (3,
    unless the scheduler is told otherwise) workers and one more died with it, and it is then an ``error`` that the next
    run grades again. A task whose sandbox failed goes back to the cluster three times.

    Args:
        todo: What to grade.
        assignment: What is the same for each.
        address: Of the Dask scheduler, ``tcp://host:port`` or ``tls://host:port``.

    Yields:
        Records, in the order in which they are done.

    Raises:
        GradingError: The cluster cannot be reached, has no workers, or has machines that would grade otherwise.
    """
    with _connected(address) as client:
        versions = versions_here()
        _require_agreement(client, versions, assignment.sandbox, address)
        plugin = f"course-grading-{uuid.uuid4().hex}"
        client.register_plugin(Grading(PackedAssignment.of(assignment), versions), name=plugin)
        try:
            yield from _streamed(client, plugin, todo, assignment)
        finally:
            client.unregister_worker_plugin(plugin)


def _connected(address: str) -> Client:
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise GradingError(
            f"no Dask scheduler answers at {address} ({error}): start one with `dask scheduler`, "
            "and give the address that it prints"
        ) from None
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        client.close()
        join = JOIN.format(address=address)
        raise GradingError(f"the cluster at {address} has no machine yet: run `{join}` on each") from None
    return client


def _require_agreement(client: Client, versions: Versions, sandbox: Sandbox, address: str) -> None:
    found = client.run(machine_problem, versions, sandbox, on_error="return")
    problems = {}
    for worker, problem in found.items():
        if isinstance(problem, ModuleNotFoundError):
            problems[worker] = f"{problem}: install the course there, the same release as here"
        elif problem:
            problems[worker] = str(problem)
    if problems:
        listed = "\n".join(f"  {worker}: {problem}" for worker, problem in problems.items())
        raise GradingError(f"machines of the cluster at {address} cannot grade:\n{listed}")


def _streamed(client: Client, plugin: str, todo: Sequence[Submission], assignment: Assignment) -> Iterator[Graded]:
    waiting = iter(todo)
    sent: dict[str, Submission] = {}

    def send(submission: Submission) -> Future:
        submission, data = _with_data(submission)
        key = f"grade-{submission.student}-{assignment.fingerprint_of(_digest(submission, data))}-{plugin}"
        sent[key] = submission
        return client.submit(_grade_here, plugin, submission, data, key=key, retries=RETRIES)

    ahead = QUEUED * max(1, sum(client.nthreads().values()))
    done = as_completed([send(submission) for submission in islice(waiting, ahead)], loop=client.loop)
    for future in done:
        yield _record(future, sent.pop(future.key), assignment)
        for submission in islice(waiting, 1):
            done.add(send(submission))


def _with_data(submission: Submission) -> tuple[Submission, bytes]:
    """Return a submission with its bytes; one that cannot be read goes along with its problem, to become a record."""
    if submission.problem:
        return submission, b""
    try:
        return submission, read_entry(submission.path, submission.member)
    except UnreadableError as problem:
        return replace(submission, problem=str(problem)), b""


def _digest(submission: Submission, data: bytes) -> str:
    return submission.problem or hashlib.sha256(data).hexdigest()


def _record(future: Future, submission: Submission, assignment: Assignment) -> Graded:
    """Return what came of a task.

    Raises:
        GradingError: A machine with another version joined the cluster.
    """
    try:
        return future.result()
    except MachineFailedError as failure:
        return failure.record
    except OtherVersionError as error:
        raise GradingError(f"a machine that joined the cluster cannot grade: {error}") from None
    except KilledWorker as error:
        message = f"{error.allowed_failures + 1} machines were lost while they graded this, grade again"
    except Exception as error:
        message = f"the cluster failed, grade again: {type(error).__name__}: {error}"
    known = {"name": submission.name, "lms_id": submission.lms_id, **assignment.without_points(message)}
    return Graded(submission.student, assignment.lab.name, "error", message=message, **known)
