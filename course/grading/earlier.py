"""What an output folder holds from earlier runs: whose folder is whose, and what humans gave."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from course.grading.intake.submissions import Submission
from course.grading.records import Graded, with_points
from course.grading.report.results import read_results


def records_in(out: Path, lab: str | None = None) -> list[Graded]:
    """Return the records in an output folder, in the order of the students' names.

    A folder that was copied to another name is left out: its record says whose it is.

    Args:
        out: The output folder.
        lab: Leave out the records of other labs.
    """
    folders = sorted(folder for folder in out.iterdir() if folder.is_dir())
    found = [(folder.name, read_results(folder)) for folder in folders]
    return [
        graded
        for name, graded in found
        if graded and unicodedata.normalize("NFC", name) == graded.student and lab in (None, graded.lab)
    ]


def in_their_folders(found: Sequence[Submission], earlier: Iterable[Graded]) -> list[Submission]:
    """Return submissions under the names that their students have in the output folder.

    The LMS numbers its students. Where two have the same name, the folder is the one's who came first, and the other
    gets a folder with the number behind the name, whoever hands in today.

    Args:
        found: The submissions, under names that differ.
        earlier: What is in the output folder.
    """
    numbers = {graded.student: graded.lms_id for graded in earlier}
    folders: dict[str, str] = {}
    for student, number in numbers.items():
        folders.setdefault(number, student)
    taken = {submission.student for submission in found}
    renamed = []
    for submission in found:
        owner, number = numbers.get(submission.student, ""), submission.lms_id
        if number and owner != number:
            other = f"{submission.student}-{number}" if owner else submission.student
            name = folders.get(number, other)
            if name not in taken:
                taken.add(name)
                submission = replace(submission, student=name)
        renamed.append(submission)
    return renamed


def with_hand_grading(graded: Graded, earlier: Graded | None) -> Graded:
    """Return a new record with the points and comments that humans gave to answers which have not changed since.

    Args:
        graded: What came of grading now. Where the grader failed, all of the earlier hand grading is kept.
        earlier: The student's record before; None if there was none.
    """
    if earlier is None:
        return graded
    if not graded.fingerprint:
        points = earlier.written_points or graded.written_points
        return replace(graded, written=earlier.written, written_points=points, comments=earlier.comments)
    before, now = earlier.answers | earlier.written, graded.answers | graded.written
    given = {name: points for name, (points, _) in earlier.written_points.items() if before.get(name) == now.get(name)}
    comments = {name: comment for name, comment in earlier.comments.items() if before.get(name) == now.get(name)}
    return replace(with_points(graded, given), comments=comments)
