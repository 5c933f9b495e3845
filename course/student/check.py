"""Check a saved notebook from the terminal: its setup and answers run in a process of their own, then the checks.

The code is the student's own, on the student's own machine: there is no sandbox here, as there is none in JupyterLab.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from course.backend.logs import without_log_lines
from course.errors import CourseError
from course.labs import Lab


class CheckError(CourseError):
    """A notebook cannot be checked; the message says why and what to do."""


def check_notebook(lab: Lab, notebook: Path) -> int:
    """Run a saved notebook's answers and print the table of the lab's checks.

    Training and demonstration cells are skipped.

    Args:
        lab: The lab whose checks run.
        notebook: The student's notebook.

    Returns:
        0 if every point was earned, 1 if not.

    Raises:
        CheckError: The file is missing or is not a notebook, or its code ended the process.
    """
    request = {"lab": lab.name, "checks": str(lab.checks), "cells": _cells_to_run(lab, notebook)}
    environment = os.environ | {"MPLBACKEND": "Agg", "COURSE_SCALE": "smoke", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "course.student.run"],
        input=json.dumps(request),
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        check=False,
    )
    sys.stderr.write(without_log_lines(done.stderr))
    if done.returncode not in (0, 1):
        raise CheckError(f"{notebook}: its code ended the process that ran it (exit code {done.returncode})")
    return done.returncode


def _cells_to_run(lab: Lab, notebook: Path) -> list[dict[str, str]]:
    from course.grading.intake.graft import graft, named_lab
    from course.notebooks.files import UnreadableError, parse_notebook

    if notebook.is_dir():
        raise CheckError(f"{notebook} is a folder; name the notebook in it")
    try:
        submission, _ = parse_notebook(notebook.read_bytes())
    except FileNotFoundError:
        raise CheckError(f"{notebook} does not exist; save the notebook, or look at the name") from None
    except OSError as error:
        raise CheckError(f"{notebook} cannot be read: {error.strerror}") from None
    except UnreadableError as error:
        raise CheckError(f"{notebook}: {error}") from None
    other = named_lab(submission)
    if other and other not in (lab.name, lab.number):
        raise CheckError(f"{notebook} is the notebook of {other}, not of {lab.name}: `course check {other} {notebook}`")
    release = json.loads(lab.release.read_text(encoding="utf-8"))
    return [asdict(cell) for cell in graft(release, submission).cells]
