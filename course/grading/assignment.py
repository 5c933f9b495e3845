"""An assignment, made ready for grading, and the function that grades one submission to it, on whichever machine."""

from __future__ import annotations

import ast
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any, Literal

from course.backend.logs import quiet_stderr
from course.checks.registry import LabChecks, load_checks
from course.checks.runner import result_of
from course.errors import CourseError
from course.grading.intake.graft import graft
from course.grading.intake.submissions import Notebook, Submission, read_submission
from course.grading.records import Graded, Program, with_points
from course.grading.sandbox.bubblewrap import Sandbox, choose
from course.grading.sandbox.limits import Limits, machine_factor
from course.grading.session.forks import ForkServerError
from course.grading.session.worker import Examined, Worker
from course.labs import PACKAGE, Lab, find_lab
from course.notebooks.code import parse_cell
from course.notebooks.files import UnreadableError

WantedSandbox = Literal["auto", "bwrap", "user", "none"]


class GradingError(CourseError):
    """Nothing can be graded; the message says why and what to do."""


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        jobs: Submissions at a time.
        seed: Seed of the checks' random inputs; None: the one kept in the output folder, drawn when there is none.
        sandbox: ``auto``, ``bwrap``, ``none``, or ``user`` in a container that is thrown away.
        timeout: Seconds a submission may take, before scaling by the machine's speed.
        force: Grade again what has not changed.
        students: Grade only these; empty means all.
        cluster: Address of a Dask scheduler, or None for local workers.
    """

    jobs: int = 1
    seed: int | None = None
    sandbox: WantedSandbox = "auto"
    timeout: float = 120.0
    force: bool = False
    students: tuple[str, ...] = ()
    cluster: str | None = None


@dataclass(frozen=True)
class Assignment:
    """Everything that is the same for each submission of a lab.

    Attributes:
        lab: The lab.
        checks: Its checks.
        release: Its release notebook, parsed.
        seed: Seed of the checks' random inputs.
        limits: What a submission may use on a laptop.
        sandbox: Where students' code runs.
        fingerprint: Hash of the lab's files, the seed and this package's files.
    """

    lab: Lab
    checks: LabChecks
    release: dict[str, Any]
    seed: int
    limits: Limits
    sandbox: Sandbox
    fingerprint: str

    def worker(self, number: int = 0) -> Worker:
        """Return a new worker for this lab, not started; its time limits are this machine's."""
        limits = self.limits.scaled(machine_factor())
        imports = [*imports_of(self.release), *self.checks.libraries]
        return Worker(self.lab, self.checks, imports, limits, self.sandbox, number)

    def without_points(self, message: str) -> dict[str, Any]:
        """Return a record's fields where nothing could be run: each check and written question, without points.

        Args:
            message: Why nothing could be run.
        """
        written = graft(self.release, {"cells": []}).written_points
        return {
            "results": tuple(result_of(check, "error", {"hint": message}) for check in self.checks.checks),
            "written_points": {name: (0.0, possible) for name, possible in written.items()},
        }

    def fingerprint_of(self, content: str) -> str:
        """Return the hash of everything that a grade depends on.

        Args:
            content: Hash of the notebook's bytes, or why it could not be read.
        """
        return hashlib.sha256(f"{self.fingerprint} {content}".encode()).hexdigest()


def prepare(lab: str, options: Options) -> Assignment:
    """Return what is the same for every submission of a lab; errors as in :func:`grade_class`.

    A seed is drawn if the options have none.
    """
    found = find_lab(lab)
    seed = drawn_seed() if options.seed is None else options.seed
    missing = [path for path in (found.release, found.checks) if not path.is_file()]
    if missing:
        raise GradingError(f"{found.name} has no {missing[0].name}: build it first with `course build {found.name}`")
    release = json.loads(found.release.read_text(encoding="utf-8"))
    limits = replace(Limits(), total_seconds=options.timeout)
    digest = hashlib.sha256()
    for part in (
        found.release.read_bytes(),
        found.checks.read_bytes(),
        f"{package_hash()} {seed}".encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    with quiet_stderr():  # most checks import TensorFlow
        checks = load_checks(found)
    return Assignment(found, checks, release, seed, limits, choose(options.sandbox), digest.hexdigest())


def package_hash() -> str:
    """Return the hash of this package's files, labs and checks left out: a changed grader gives other grades."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and not {"_release", "__pycache__"} & set(path.relative_to(PACKAGE).parts):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(PACKAGE).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def drawn_seed() -> int:
    """Return a seed that nobody can guess."""
    return secrets.randbelow(1 << 31)


def imports_of(release: dict[str, Any]) -> list[str]:
    """Return the modules that a notebook's code imports, for the fork server to import once."""
    modules: dict[str, None] = {}
    for cell in release["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = parse_cell("".join(cell["source"]))
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Import):
                modules |= dict.fromkeys(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]  # submodules; other names do no harm
                modules |= dict.fromkeys([node.module, *names])
    return list(modules)


def grade_one(submission: Submission, assignment: Assignment, worker: Worker) -> Graded:
    """Grade one submission; what is wrong with it becomes its record's message.

    Where the grader failed and not the submission, the record has no fingerprint: the next run grades it again.
    """
    start = time.perf_counter()
    notebook, problem = read_notebook(submission)
    fingerprint = assignment.fingerprint_of(notebook.sha256 if notebook else problem)

    def record(**fields: Any) -> Graded:
        seconds = round(time.perf_counter() - start, 3)
        known = {"fingerprint": fingerprint, "name": submission.name, "lms_id": submission.lms_id}
        return Graded(submission.student, assignment.lab.name, seconds=seconds, **(known | fields))

    def failed(message: str, **fields: Any) -> Graded:
        return record(status="error", message=message, **(assignment.without_points(message) | fields))

    if notebook is None:
        return failed(problem)
    try:
        program = graft(assignment.release, notebook.content)
        examined = _examine(program, assignment, worker)
    except ForkServerError as error:
        return failed(f"the sandbox failed, grade again: {error}", fingerprint="")
    except Exception as error:
        return failed(f"the grader failed on this notebook: {type(error).__name__}: {error}", fingerprint="")
    graded = record(
        status="pending",
        results=tuple(examined.results),
        message=_message(examined),
        notes=(*submission.notes, *notebook.notes, *program.notes, *examined.notes),
        flags=tuple(examined.flags),
        answers=program.answers,
        written=program.written,
        written_points={name: (None, possible) for name, possible in program.written_points.items()},
    )
    return with_points(graded, {})


def _examine(program: Program, assignment: Assignment, worker: Worker) -> Examined:
    """Examine a program; once more if a fork server died under it, which may have been the submission before it."""
    try:
        return worker.examine(program, assignment.seed)
    except ForkServerError:
        return worker.examine(program, assignment.seed)


def read_notebook(submission: Submission) -> tuple[Notebook | None, str]:
    """Return a submission's notebook, or why there is none."""
    try:
        return read_submission(submission), ""
    except UnreadableError as problem:
        return None, str(problem)


def _message(examined: Examined) -> str:
    parts = [f"{len(examined.flags)} to look at by hand"] if examined.flags else []
    return "; ".join([*parts, *examined.notes[:1]])[:300]
