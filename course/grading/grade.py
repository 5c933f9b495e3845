"""Grade a class: find submissions, examine those that changed, write each result as it comes, then the class page."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import course
from course.checks.registry import LabChecks, load_checks
from course.checks.runner import result_of
from course.grading.folders import Unreadable
from course.grading.graft import graft
from course.grading.intake import Notebook, Submission, find_submissions, read_submission
from course.grading.limits import Limits, machine_factor
from course.grading.records import Graded, Program
from course.grading.reports import read_results, write_class, write_results, write_whole
from course.grading.sandbox import Sandbox, choose
from course.grading.worker import Examined, TemplateDied, Worker
from course.labs import Lab, find_lab

SEED_FILE = "seed.txt"


class GradingError(RuntimeError):
    """Nothing can be graded; the message says why and what to do."""


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        jobs: Submissions at a time.
        seed: Seed of the checks' random inputs; None: the one kept in the output folder, drawn when there is none.
        sandbox: ``auto``, ``bwrap`` or ``none``.
        timeout: Wall seconds a submission may take, before scaling by the machine's speed.
        force: Grade again what has not changed.
        students: Grade only these; empty means all.
        cluster: Address of a Dask scheduler, or None for local workers.
    """

    jobs: int = 1
    seed: int | None = None
    sandbox: str = "auto"
    timeout: float = 120.0
    force: bool = False
    students: tuple[str, ...] = ()
    cluster: str | None = None


@dataclass(frozen=True)
class Bench:
    """Everything that is the same for each submission of a lab.

    Attributes:
        lab: The lab.
        checks: Its checks.
        release: Its release notebook, parsed.
        seed: Seed of the checks' random inputs.
        limits: What a submission may use on a laptop.
        sandbox: Where students' code runs.
        fingerprint: Hash of the lab's files, the seed and this package's version.
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

    def fingerprint_of(self, content: str) -> str:
        """Return the hash of everything that a grade depends on.

        Args:
            content: Hash of the notebook's bytes, or why it could not be read.
        """
        return hashlib.sha256(f"{self.fingerprint} {content}".encode()).hexdigest()


@dataclass
class Events:
    """What a caller wants to be told while a class is graded: each is called in the calling thread."""

    found: Callable[[Sequence[Submission], int], None] = field(default=lambda submissions, kept: None)
    graded: Callable[[Graded], None] = field(default=lambda graded: None)


def grade_class(
    lab: str, submissions: Path, out: Path, options: Options | None = None, events: Events | None = None
) -> list[Graded]:
    """Grade every submission to a lab.

    Args:
        lab: The lab's name or number.
        submissions: An nbgrader ``submitted`` folder, a folder of notebooks, or an LMS's zip.
        out: Folder that gets ``<student>/results.json`` and ``feedback.html``, ``grades.csv`` and ``index.html``.
        options: How to grade.
        events: Who is told of the progress.

    Returns:
        One record a submission, in the order of the students' names.

    Raises:
        course.labs.UnknownLab: No lab has the name.
        course.grading.sandbox.NoSandbox: Bubblewrap is wanted and does not work here.
        GradingError: There is nothing to grade, or ``out`` cannot be written.
    """
    options, events = options or Options(), events or Events()
    find_lab(lab)
    _make_writable(out)
    seed = kept_seed(out) if options.seed is None else options.seed
    bench = prepare(lab, replace(options, seed=seed))
    found = _selected(find_submissions(submissions, bench.lab), options.students)
    kept = {} if options.force else _unchanged(found, out, bench)
    events.found(found, len(kept))
    graded = dict(kept)
    todo = [submission for submission in found if submission.student not in kept]
    for result in _examined(todo, bench, options):
        write_results(result, out / result.student)
        graded[result.student] = result
        events.graded(result)
    ordered = [graded[student] for student in sorted(graded)]
    write_class(ordered, out)
    return ordered


def prepare(lab: str, options: Options) -> Bench:
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
        f"{course.__version__} {seed}".encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    checks = load_checks(found)
    return Bench(found, checks, release, seed, limits, choose(options.sandbox), digest.hexdigest())


def drawn_seed() -> int:
    """Return a seed that nobody can guess."""
    return secrets.randbelow(1 << 31)


def kept_seed(out: Path) -> int:
    """Return the seed kept in an output folder's ``seed.txt``; draw and keep one if there is none.

    A class graded again into the same folder meets the same inputs, so what has not changed need not run again.

    Args:
        out: A folder that can be written.

    Raises:
        GradingError: The file holds something else than a whole number from 0.
    """
    path = out / SEED_FILE
    if not path.exists():
        write_whole(path, f"{drawn_seed()}\n")
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if not (text.isascii() and text.isdigit()):
        raise GradingError(f"{path} holds no seed but {text[:40]!r}: remove it, or name a seed with --seed")
    return int(text)


def imports_of(release: dict[str, Any]) -> list[str]:
    """Return the modules that a notebook's code imports, for the template to import once."""
    modules: dict[str, None] = {}
    for cell in release["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            tree = ast.parse("".join(cell["source"]))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules |= dict.fromkeys(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]  # submodules; other names do no harm
                modules |= dict.fromkeys([node.module, *names])
    return list(modules)


def grade_one(submission: Submission, bench: Bench, worker: Worker) -> Graded:
    """Grade one submission; whatever is wrong with it becomes its record's message.

    Where the grader failed and not the submission, the record has no fingerprint: the next run grades it again.
    """
    start = time.perf_counter()
    notebook, problem = _read(submission)
    fingerprint = bench.fingerprint_of(notebook.sha256 if notebook else problem)

    def record(**fields: Any) -> Graded:
        seconds = round(time.perf_counter() - start, 3)
        known = {"fingerprint": fingerprint, "name": submission.name, "lms_id": submission.lms_id}
        return Graded(submission.student, bench.lab.name, seconds=seconds, **(known | fields))

    def failed(message: str, **fields: Any) -> Graded:
        results = tuple(result_of(check, "error", {"hint": message}) for check in bench.checks.checks)
        return record(status="error", message=message, results=results, **fields)

    if notebook is None:
        return failed(problem)
    try:
        program = graft(bench.release, notebook.content)
        examined = _examine(program, bench, worker)
    except TemplateDied as error:
        return failed(f"the sandbox failed, grade again: {error}", fingerprint="")
    except Exception as error:
        return failed(f"the grader failed on this notebook: {type(error).__name__}: {error}", fingerprint="")
    written = {  # an answer left empty earns nothing, and no human need read it
        name: (None if program.written.get(name) else 0.0, possible)
        for name, possible in program.written_points.items()
    }
    return record(
        status="pending" if any(given is None for given, _ in written.values()) else "graded",
        results=tuple(examined.results),
        message=_message(examined),
        notes=(*submission.notes, *notebook.notes, *program.notes, *examined.notes),
        flags=tuple(examined.flags),
        answers=program.answers,
        written=program.written,
        written_points=written,
    )


def _examine(program: Program, bench: Bench, worker: Worker) -> Examined:
    """Examine a program; once more if a template died under it, which may have been the submission before it."""
    try:
        return worker.examine(program, bench.seed)
    except TemplateDied:
        return worker.examine(program, bench.seed)


def _read(submission: Submission) -> tuple[Notebook | None, str]:
    """Return a submission's notebook, or why there is none."""
    try:
        return read_submission(submission), ""
    except Unreadable as problem:
        return None, str(problem)


def _message(examined: Examined) -> str:
    parts = [f"{len(examined.flags)} to look at by hand"] if examined.flags else []
    return "; ".join([*parts, *examined.notes[:1]])[:300]


def _selected(found: Sequence[Submission], students: Sequence[str]) -> list[Submission]:
    if not students:
        return list(found)
    unknown = set(students) - {submission.student for submission in found}
    if unknown:
        raise GradingError(f"no submission by {', '.join(sorted(unknown))}")
    return [submission for submission in found if submission.student in students]


def _make_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise GradingError(
            f"the output folder {out} cannot be written: {error.strerror}; name another with --out"
        ) from None


def _unchanged(found: Sequence[Submission], out: Path, bench: Bench) -> dict[str, Graded]:
    kept = {}
    for submission in found:
        earlier = read_results(out / submission.student)
        if earlier is None:
            continue
        notebook, problem = _read(submission)
        if earlier.fingerprint == bench.fingerprint_of(notebook.sha256 if notebook else problem):
            kept[submission.student] = earlier
    return kept


def _examined(todo: Sequence[Submission], bench: Bench, options: Options) -> Iterator[Graded]:
    if options.cluster:
        from course.grading.cluster import grade_on_cluster

        return grade_on_cluster(todo, bench, options.cluster)
    return grade_locally(todo, bench, options.jobs)


def grade_locally(todo: Sequence[Submission], bench: Bench, jobs: int) -> Iterator[Graded]:
    """Grade submissions on this machine.

    Args:
        todo: What to grade.
        bench: What is the same for each.
        jobs: Submissions at a time, each by a worker of its own.

    Yields:
        Records, in the order in which they are done.

    Raises:
        GradingError: A worker cannot go on; what is done is done.
    """
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    done: queue.SimpleQueue = queue.SimpleQueue()
    for submission in todo:
        waiting.put(submission)
    stop = threading.Event()
    count = min(jobs, len(todo))
    threads = [
        threading.Thread(target=_work, args=(bench.worker(number), bench, waiting, done, stop), daemon=True)
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in todo:
            outcome = done.get()
            if isinstance(outcome, Exception):
                raise GradingError(f"grading cannot go on: {type(outcome).__name__}: {outcome}") from outcome
            yield outcome
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _work(
    worker: Worker, bench: Bench, waiting: queue.SimpleQueue, done: queue.SimpleQueue, stop: threading.Event
) -> None:
    try:
        with worker:
            with contextlib.suppress(TemplateDied):  # it is started again for the first submission, which says why
                worker.wait_until_warm()
            while not stop.is_set():
                try:
                    submission = waiting.get_nowait()
                except queue.Empty:
                    return
                done.put(grade_one(submission, bench, worker))
    except Exception as error:  # nobody may wait for what this thread does not do any more
        done.put(error)


def statuses(graded: Iterable[Graded]) -> dict[str, int]:
    """Return how many records have each status."""
    counts = {"graded": 0, "pending": 0, "error": 0}
    for record in graded:
        counts[record.status] += 1
    return counts
