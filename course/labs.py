"""Where each lab's files are: in a clone of the repository, or in the installed wheel.

A lab is named by its folder, ``lab01_cnn_classifier``; its number alone, ``lab01``, is enough to find it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parent


class UnknownLabError(CourseError, LookupError):
    """No lab has this name; the message lists those that exist."""


@dataclass(frozen=True)
class Lab:
    """The files of one lab.

    Attributes:
        name: Folder name, such as ``"lab01_cnn_classifier"``.
        release: The notebook that students get.
        checks: The graded checks, a Python file.
        source: The percent script with the solutions, or None in an installed wheel (which does not carry them).
    """

    name: str
    release: Path
    checks: Path
    source: Path | None

    @property
    def number(self) -> str:
        """The part of the name before the first underscore, ``"lab01"``."""
        return self.name.partition("_")[0]

    @property
    def solution(self) -> Path | None:
        """The executed solution notebook beside the source, or None where there is no source."""
        return self.source.with_suffix(".ipynb") if self.source else None


def in_repository() -> bool:
    """Say whether ``course`` runs from a clone (which has the sources) and not from a wheel."""
    return (REPOSITORY / "solutions").is_dir() and (REPOSITORY / "tests" / "labs").is_dir()


def all_labs() -> list[Lab]:
    """Return every lab there is, in the order of their names."""
    if in_repository():
        return [_lab_in_repository(folder.name) for folder in sorted((REPOSITORY / "solutions").glob("lab*_*/"))]
    release = PACKAGE / "_release" / "labs"
    return [_lab_in_wheel(folder.name) for folder in sorted(release.glob("lab*_*/"))]


def find_lab(name: str) -> Lab:
    """Return the lab called ``name``: its whole name or its number (``"lab01"``, ``"1"``).

    Raises:
        UnknownLabError: No lab, or more than one, has the name.
    """
    labs = all_labs()
    wanted = f"lab{int(name):02d}" if name.isdigit() else name.strip("/")
    found = [lab for lab in labs if wanted in (lab.name, lab.number)]
    if len(found) != 1:
        known = ", ".join(lab.name for lab in labs) or "none"
        raise UnknownLabError(f"there is no lab called {name!r}; the labs are: {known}")
    return found[0]


def _lab_in_repository(name: str) -> Lab:
    return Lab(
        name=name,
        release=REPOSITORY / "labs" / name / f"{name}.ipynb",
        checks=REPOSITORY / "tests" / "labs" / f"test_{name.partition('_')[0]}.py",
        source=REPOSITORY / "solutions" / name / f"{name}.py",
    )


def _lab_in_wheel(name: str) -> Lab:
    release = PACKAGE / "_release"
    return Lab(
        name=name,
        release=release / "labs" / name / f"{name}.ipynb",
        checks=release / "checks" / f"test_{name.partition('_')[0]}.py",
        source=None,
    )
