"""Find the submissions in what an instructor has: an nbgrader folder, a flat folder, an LMS' zip, or one notebook.

Every submission gets an entry, also those that cannot be read: nobody is lost, and nobody holds up the others.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.intake.files import Entry, open_tree, read_entry
from course.grading.intake.owners import Lms, Owner, folder_names, lms_of, read_owner, safe_name
from course.labs import Lab, all_labs
from course.notebooks.files import UnreadableError, parse_notebook

NOT_NOTEBOOKS = {
    *(".py", ".html", ".htm", ".pdf", ".json", ".txt", ".doc", ".docx", ".odt", ".rtf", ".pages"),
    *(".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".webloc", ".url", ".gdoc", ".png", ".jpg", ".jpeg"),
}
_LAB_NUMBER = re.compile(r"lab[ _-]?0*(\d{1,4})(?!\d)", re.IGNORECASE)
NOTEBOOK_ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # some browsers add the latter two when they save


class IntakeError(CourseError, ValueError):
    """There is nothing to grade where submissions should be; the message says what was expected."""


@dataclass(frozen=True)
class Submission:
    """One student's submission, found but not yet read.

    Attributes:
        student: A name for the student that is safe as a folder name and no other student has.
        name: The student's name as it was found.
        lms_id: The LMS' number for the student; empty where there is none.
        path: The notebook, or the zip archive that holds it.
        member: Position in the archive; -1 for a file.
        place: Where it was found, for messages.
        problem: One line that says why it cannot be graded, and what to do; empty if nothing is known against it.
        notes: What else an instructor should know.
    """

    student: str
    name: str
    path: Path
    lms_id: str = ""
    member: int = -1
    place: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notebook:
    """A submission that was read.

    Attributes:
        content: The notebook as JSON has it.
        sha256: Hash of the file's bytes.
        notes: What had to be done to read it.
    """

    content: dict[str, Any]
    sha256: str
    notes: tuple[str, ...] = ()


def find_submissions(path: str | Path, lab: Lab) -> list[Submission]:
    """Find every submission for a lab, in the order of the students' names.

    Args:
        path: An nbgrader ``submitted`` folder (``<student>/<lab>/<lab>.ipynb``), a folder of notebooks, of students'
            folders, the zip archive that Canvas or Moodle hands out or what it unpacks to, or one notebook.
        lab: The lab they are for.

    Raises:
        IntakeError: The path does not exist, is something else, or holds no submission.
    """
    path = Path(path)
    if not path.exists():
        raise IntakeError(f"{path} does not exist: name a folder of submissions, a zip archive or a notebook")
    if path.is_file() and path.suffix.lower() != ".zip":
        return [_single(path)]
    try:
        root = _without_wrapping(open_tree(path), lab)
    except UnreadableError as problem:
        raise IntakeError(str(problem)) from None
    children = root.sorted_children()
    lms = lms_of(child.name for child in children)
    found = [each for child in children for each in _submissions(child, lab, lms)]
    if not found:
        raise IntakeError(
            f"{path} holds no submission: expected <student>/{lab.name}/{lab.name}.ipynb, <student>.ipynb, "
            "or what Canvas or Moodle hand out"
        )
    return _named(_latest(found, lab))


def read_submission(submission: Submission) -> Notebook:
    """Read a submission's notebook.

    Raises:
        UnreadableError: It cannot be read; the message says in one line why and what to do.
    """
    if submission.problem:
        raise UnreadableError(submission.problem)
    data = read_entry(submission.path, submission.member)
    content, notes = parse_notebook(data)
    return Notebook(content, hashlib.sha256(data).hexdigest(), notes)


@dataclass(frozen=True)
class _Found:
    owner: Owner
    entry: Entry
    problem: str = ""
    notes: tuple[str, ...] = ()


def _single(path: Path) -> Submission:
    owner = read_owner(path.name, lms_of([path.name])) or Owner(_stem(path.name))
    problem = "" if _is_notebook(path.name) else f"{path.name} is not a notebook: hand in the .ipynb"
    return Submission(safe_name(owner.name), owner.name, path, owner.lms_id, -1, path.name, problem)


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(NOTEBOOK_ENDINGS)


def _without_wrapping(root: Entry, lab: Lab) -> Entry:
    """Step into a folder that only wraps the others, as archives have it."""
    while True:
        children = root.sorted_children()
        if len(children) != 1 or not children[0].is_folder or _is_students(children[0], lab):
            return root
        root = children[0]


def _is_students(folder: Entry, lab: Lab) -> bool:
    """Say whether a folder is one student's, not a folder of students."""
    inside = folder.sorted_children()
    if lms_of([folder.name]) or _is_notebook(folder.name) or _lab_folder(folder, lab) or not inside:
        return True
    return (
        any(not child.is_folder for child in inside)
        and lms_of(child.name for child in inside) is None
        and (sum(_is_notebook(child.name) for child in inside) == 1)
    )


def _lab_folder(folder: Entry, lab: Lab) -> Entry | None:
    for name in (lab.name, lab.number):
        for child in folder.children.values():
            if child.name.casefold() == name.casefold() and (child.is_folder or child.problem):
                return child
    return None


def _submissions(entry: Entry, lab: Lab, lms: Lms | None) -> list[_Found]:
    """Return what one entry of the top folder holds: at most one submission."""
    owner = read_owner(entry.name, lms)
    if entry.is_folder:
        return [_in_folder(entry, owner, lab)]
    if _is_notebook(entry.name):
        return [_Found(owner or Owner(_stem(entry.name)), entry)]
    suffix = Path(entry.name).suffix.lower()
    if owner or entry.problem or (suffix in NOT_NOTEBOOKS and not entry.name.lower().startswith("readme")):
        problem = entry.problem or f"{entry.name} is not a notebook: hand in the .ipynb"
        return [_Found(owner or Owner(_stem(entry.name)), entry, problem)]
    return []


def _stem(name: str) -> str:
    """Return a file's name without what follows ``.ipynb``, or without its suffix."""
    name = unicodedata.normalize("NFC", name)
    stem, ending, _ = name.lower().partition(".ipynb")
    return (name[: len(stem)] if ending else Path(name).stem) or name


def _in_folder(folder: Entry, owner: Owner | None, lab: Lab) -> _Found:
    if _is_notebook(folder.name):
        owner = owner or Owner(_stem(folder.name))
        return _Found(owner, folder, f"{folder.name} is a folder, and should be the notebook itself")
    owner = owner or Owner(unicodedata.normalize("NFC", folder.name))
    if folder.problem:
        return _Found(owner, folder, folder.problem)
    lab_folder = _lab_folder(folder, lab)
    if lab_folder and lab_folder.problem:
        return _Found(owner, lab_folder, lab_folder.problem)
    return _choose(owner, lab_folder or folder, lab)


def _choose(owner: Owner, folder: Entry, lab: Lab) -> _Found:
    """Choose the notebook in a student's folder: the lab's own name, then its number in the name, then the only one."""
    files = list(folder.files())
    notebooks = [file for file in files if _is_notebook(file.name) and not _of_other_lab(file, folder, lab)]
    broken = [child for child in folder.sorted_children() if child.is_folder and _is_notebook(child.name)]
    if broken and not notebooks:
        return _Found(owner, broken[0], f"{broken[0].place} is a folder, and should be the notebook itself")
    if not notebooks:
        there = f"there is {files[0].name}" if files else "the folder is empty"
        return _Found(owner, folder, f"no notebook in {folder.place}: {there}, and {lab.name}.ipynb was expected")
    best = max(_fit(file.name, lab) for file in notebooks)
    fitting = [file for file in notebooks if _fit(file.name, lab) == best]
    if len(fitting) == 1:
        others = [file.place for file in notebooks if file is not fitting[0]]
        notes = (f"graded {fitting[0].place}; not read: {', '.join(others)}",) if others else ()
        return _Found(owner, fitting[0], notes=notes)
    listed = ", ".join(file.name for file in notebooks[:5])
    problem = f"{len(notebooks)} notebooks in {folder.place} ({listed}): keep one and call it {lab.name}.ipynb"
    return _Found(owner, folder, problem)


def _of_other_lab(file: Entry, folder: Entry, lab: Lab) -> bool:
    """Say whether a file's name, or that of a folder it is in, begins with another lab's number."""
    return any(_names_other_lab(part, lab) for part in file.place[len(folder.place) :].strip("/").split("/"))


def _names_other_lab(name: str, lab: Lab) -> bool:
    """Say whether a name begins with the number of another lab; ``lab 12-03`` does not where there is no lab 12."""
    found = _LAB_NUMBER.match(name)
    return found is not None and int(found[1]) in _lab_numbers() - {int(lab.number.removeprefix("lab"))}


@functools.cache
def _lab_numbers() -> frozenset[int]:
    return frozenset(int(found[1]) for lab in all_labs() if (found := _LAB_NUMBER.match(lab.name)))


def _fit(name: str, lab: Lab) -> int:
    """Say how well a file's name fits a lab: its own name, its number, its number somewhere, any, another lab's."""
    name = name.casefold()
    if _names_other_lab(name, lab):
        return -1
    whole = [f"{one}.ipynb".casefold() for one in (lab.number, lab.name)]
    return 2 + whole.index(name) if name in whole else int(lab.number.casefold() in name)


def _latest(found: list[_Found], lab: Lab) -> list[_Found]:
    """Leave one submission per student: of a student the LMS numbers, the latest notebook; of others, all."""
    kept: dict[tuple[str, str], _Found] = {}
    rest = []
    for one in found:
        if not one.owner.lms_id:
            rest.append(one)
            continue
        key = (one.owner.lms_id, one.owner.name)
        other = kept.get(key)
        kept[key] = one if other is None else _later(other, one, lab)
    return rest + list(kept.values())


def _later(one: _Found, other: _Found, lab: Lab) -> _Found:
    def rank(found: _Found) -> tuple[bool, bool, int, int, int]:
        owner = found.owner
        is_notebook = _is_notebook(found.entry.name)
        return not found.problem, is_notebook, _fit(owner.file, lab), owner.version, owner.upload

    latest, earlier = (one, other) if rank(one) > rank(other) else (other, one)
    note = f"graded {latest.entry.place}; not read: {earlier.entry.place}"
    return replace(latest, notes=(*earlier.notes, *latest.notes, note))


def _named(found: list[_Found]) -> list[Submission]:
    found = sorted(found, key=lambda one: (one.owner.name.casefold(), one.owner.lms_id, one.entry.place))
    names = folder_names((one.owner.name, one.owner.lms_id) for one in found)
    first: dict[tuple[str, str], _Found] = {}
    submissions = []
    for student, one in zip(names, found, strict=True):
        graded = first.setdefault((one.owner.name, one.owner.lms_id), one)
        problem = one.problem or one.entry.problem
        if graded is not one:
            taken = f"{graded.entry.place} was taken: keep one of the two"
            problem = f"a second submission of {one.owner.name!r} ({one.entry.place}); {taken}"
        entry = one.entry
        notes = (*one.notes, *entry.notes)
        where = (entry.path, one.owner.lms_id, entry.member, entry.place)
        submissions.append(Submission(student, one.owner.name, *where, problem, notes))
    return submissions
