"""What ``run_autograder`` runs in Gradescope's container: grade the one submission that lies there.

``python -m course.exports.on_gradescope LAB ROOT`` reads ``ROOT/submission`` and writes ``ROOT/results/results.json``;
Gradescope's ROOT is ``/autograder``. Where the container allows no namespaces, which is the rule, submissions run as a
user without rights: they reach neither the examiner nor the results, but share the container with them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from course.errors import CourseError
from course.grading.assignment import GradingError, Options, WantedSandbox
from course.grading.grade import grade_class
from course.grading.intake.owners import safe_name
from course.grading.report.results import RESULTS
from course.grading.sandbox.bubblewrap import bubblewrap_problem
from course.labs import PACKAGE, find_lab

TIMEOUT = 240.0  # seconds on a laptop; Gradescope itself stops after 10 minutes unless told otherwise


def main(arguments: list[str]) -> None:
    """Grade the submission; end with exit status 1, and no results, if the grader itself fails."""
    parser = argparse.ArgumentParser(prog="python -m course.exports.on_gradescope")
    parser.add_argument("lab")
    parser.add_argument("root", type=Path)
    options = parser.parse_args(arguments)
    try:
        grade_submission(options.lab, options.root)
    except (CourseError, OSError) as error:
        sys.exit(f"the autograder failed, not the submission: {error}")


def grade_submission(lab_name: str, root: Path) -> None:
    """Grade ``root/submission`` and write ``root/results/results.json``.

    Raises:
        GradingError: The submission could not be examined for reasons that lie here.
        OSError: The submission cannot be copied, or the results not written.
    """
    lab, student = find_lab(lab_name), _student(root / "submission_metadata.json")
    results = root / "results"
    results.mkdir(exist_ok=True)
    for folder in (results, root / "submission"):
        folder.chmod(0o700)  # the submission's own code may read neither
    with tempfile.TemporaryDirectory() as temporary:
        submitted, out = Path(temporary, "submitted"), Path(temporary, "out")
        shutil.copytree(root / "submission", submitted / student / lab.name, symlinks=True)
        options = Options(seed=_seed(root), sandbox=_sandbox(), timeout=TIMEOUT)
        (record,) = grade_class(lab.name, submitted, out, options)
        if not record.fingerprint:
            raise GradingError(record.message)
        shutil.copyfile(out / record.student / RESULTS, results / f".{RESULTS}.part")
    os.replace(results / f".{RESULTS}.part", results / RESULTS)


def _student(metadata: Path) -> str:
    """Return a name for the student, from what Gradescope says of the submission."""
    try:
        user = json.loads(metadata.read_text(encoding="utf-8"))["users"][0]
        return safe_name(user.get("email") or user["name"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return "submission"


def _seed(root: Path) -> int:
    return int((root / "source" / "seed").read_text())


def _sandbox() -> WantedSandbox:
    if not bubblewrap_problem():
        return "bwrap"
    if os.geteuid() != 0:
        return "none"
    closed = [path for path in (Path(sys.base_prefix), Path(sys.prefix), PACKAGE) if not _open_to_all(path)]
    if closed:
        raise GradingError(
            f"submissions run as another user, who cannot read {closed[0]}: build with setup.sh as it is"
        )
    return "user"


def _open_to_all(folder: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))


if __name__ == "__main__":
    main(sys.argv[1:])
