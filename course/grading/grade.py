"""Grade a class: find submissions, examine those that changed, write each result as it comes, then the class page."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from course.grading.assignment import Assignment, GradingError, Options, drawn_seed, grade_one, prepare, read_notebook
from course.grading.earlier import in_their_folders, records_in, with_hand_grading
from course.grading.intake.submissions import Submission, find_submissions
from course.grading.records import Graded
from course.grading.report.results import write_class, write_results, write_whole
from course.grading.session.forks import ForkServerError
from course.grading.session.worker import Worker
from course.labs import find_lab

SEED_FILE = "seed.txt"


@dataclass
class Events:
    """What a caller wants to know while a class is graded: functions that are called in the calling thread.

    Attributes:
        found: Gets the submissions, and how many of them keep an earlier grade.
        graded: Gets each new result.
    """

    found: Callable[[Sequence[Submission], int], None] = field(default=lambda submissions, kept: None)
    graded: Callable[[Graded], None] = field(default=lambda graded: None)


def grade_class(
    lab: str, submissions: Path, out: Path, options: Options | None = None, events: Events | None = None
) -> list[Graded]:
    """Grade every submission to a lab.

    What the output folder holds already stays: grades of what has not changed, rows of students who are not among the
    submissions, points and comments that humans gave to an answer which is still the same.

    Args:
        lab: The lab's name or number.
        submissions: An nbgrader ``submitted`` folder, a folder of notebooks, or an LMS's zip.
        out: Folder that gets ``<student>/results.json`` and ``feedback.html``, ``grades.csv`` and ``index.html``.
        options: How to grade.
        events: What to call as grading proceeds.

    Returns:
        One record per student in the output folder, in the order of their names.

    Raises:
        course.labs.UnknownLabError: No lab has the name.
        course.grading.sandbox.bubblewrap.SandboxMissingError: Bubblewrap is wanted and does not work here.
        GradingError: There is nothing to grade, or ``out`` cannot be written.
    """
    options, events = options or Options(), events or Events()
    find_lab(lab)
    _make_writable(out)
    seed = kept_seed(out) if options.seed is None else options.seed
    assignment = prepare(lab, replace(options, seed=seed))
    earlier = {graded.student: graded for graded in records_in(out, assignment.lab.name)}
    found = in_their_folders(find_submissions(submissions, assignment.lab), earlier.values())
    selected = _selected(found, options.students)
    kept = set() if options.force else _unchanged(selected, earlier, assignment)
    events.found(selected, len(kept))
    records = dict(earlier)
    todo = [submission for submission in selected if submission.student not in kept]
    for result in _examined(todo, assignment, options):
        result = with_hand_grading(result, earlier.get(result.student))
        with _writing(out):
            write_results(result, out / result.student)
        records[result.student] = result
        events.graded(result)
    ordered = [records[student] for student in sorted(records)]
    with _writing(out):
        write_class(ordered, out)
    return ordered


@contextlib.contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Turn a failure to write into a :class:`GradingError` that says what is left and what to do."""
    try:
        yield
    except OSError as error:
        raise GradingError(
            f"{error.filename or out} cannot be written: {error.strerror or error}; what was graded before is kept: "
            "make room, or mend the folder, and run the command again"
        ) from error


def kept_seed(out: Path) -> int:
    """Return the seed kept in an output folder's ``seed.txt``; draw and keep one if there is none.

    A class graded again into the same folder gets the same inputs, so what has not changed need not run again.

    Args:
        out: A folder that can be written.

    Raises:
        GradingError: The file holds something else than a whole number from 0.
    """
    path = out / SEED_FILE
    if not path.exists():
        with _writing(out):
            write_whole(path, f"{drawn_seed()}\n")
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if not (text.isascii() and text.isdigit()):
        raise GradingError(f"{path} holds no seed but {text[:40]!r}: remove it, or name a seed with --seed")
    return int(text)


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


def _unchanged(found: Sequence[Submission], earlier: Mapping[str, Graded], assignment: Assignment) -> set[str]:
    """Return the students whose earlier grade depends on nothing that has changed."""
    kept = set()
    for submission in found:
        if submission.student in earlier:
            notebook, problem = read_notebook(submission)
            fingerprint = assignment.fingerprint_of(notebook.sha256 if notebook else problem)
            if earlier[submission.student].fingerprint == fingerprint:
                kept.add(submission.student)
    return kept


def _examined(todo: Sequence[Submission], assignment: Assignment, options: Options) -> Iterator[Graded]:
    if options.cluster:
        from course.grading.cluster import grade_on_cluster

        return grade_on_cluster(todo, assignment, options.cluster)
    return grade_locally(todo, assignment, options.jobs)


def grade_locally(todo: Sequence[Submission], assignment: Assignment, jobs: int) -> Iterator[Graded]:
    """Grade submissions on this machine.

    Args:
        todo: What to grade.
        assignment: What is the same for each.
        jobs: Submissions at a time, each by a worker of its own.

    Yields:
        Records, in the order in which they are done.

    Raises:
        GradingError: A worker cannot continue; the results yielded before stand.
    """
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    done: queue.SimpleQueue = queue.SimpleQueue()
    for submission in todo:
        waiting.put(submission)
    stop = threading.Event()
    count = min(jobs, len(todo))
    threads = [
        threading.Thread(target=_work, args=(assignment.worker(number), assignment, waiting, done, stop), daemon=True)
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in todo:
            outcome = done.get()
            if isinstance(outcome, Exception):
                raise GradingError(f"grading cannot continue: {type(outcome).__name__}: {outcome}") from outcome
            yield outcome
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _work(
    worker: Worker, assignment: Assignment, waiting: queue.SimpleQueue, done: queue.SimpleQueue, stop: threading.Event
) -> None:
    try:
        with worker:
            with contextlib.suppress(ForkServerError):  # it is started again for the first submission, which says why
                worker.wait_until_warm()
            while not stop.is_set():
                try:
                    submission = waiting.get_nowait()
                except queue.Empty:
                    return
                done.put(grade_one(submission, assignment, worker))
    except Exception as error:  # nobody may wait for what this thread does not do any more
        done.put(error)
