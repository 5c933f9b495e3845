"""Otter-Grader on the same notebooks, in a virtual environment that is made for it and thrown away.

Its tests are the lab's own checks, each as one of Otter's test cases.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.checks.registry import load_checks
from course.labs import REPOSITORY, Lab

REQUIREMENT = "otter-grader>=6,<8"
TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = {exercise!r}
points = None
"""
CASE = """

@test_case(points={points}, name={check!r})
def {check}(env):
    from course.checks.answers import LiveAnswer
    from course.checks.registry import load_checks
    (check,) = [each for each in load_checks({lab!r}).checks if each.name == {check!r}]
    check.run(LiveAnswer(env, check.weights), seed=0)
"""


@dataclass(frozen=True)
class Otter:
    """An installed Otter.

    Attributes:
        python: The Python of its virtual environment.
    """

    python: Path

    @classmethod
    def install(cls, folder: Path) -> Otter | None:
        """Install Otter into a new virtual environment; say why and return None where that fails.

        Args:
            folder: Gets the environment, which finds TensorFlow and the course in the one that runs this.
        """
        python = folder / "bin" / "python"
        commands = (
            [sys.executable, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", REQUIREMENT],
        )
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"Otter is left out: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
                return None
        ours = [sysconfig.get_path("purelib"), str(REPOSITORY)]
        (packages,) = folder.glob("lib/python*/site-packages")
        (packages / "course.pth").write_text("\n".join(ours))
        return cls(python)

    def points(self, lab: Lab, notebooks: Sequence[tuple[str, NotebookNode]], folder: Path) -> dict[str, float | None]:
        """Return the points that ``otter run`` gives each student; None where it gives up.

        Args:
            lab: The lab.
            notebooks: Student and notebook.
            folder: Where to work.
        """
        _write_tests(lab, folder / "tests")
        self._run(["generate", "--tests-dir", "tests", "--output-path", "autograder.zip", "--no-environment"], folder)
        return {student: self._grade(notebook, student, folder) for student, notebook in notebooks}

    def _grade(self, notebook: NotebookNode, student: str, folder: Path) -> float | None:
        path, out = folder / f"{student}.ipynb", folder / student
        nbformat.write(notebook, path)
        out.mkdir()
        self._run(["run", path.name, "--autograder", "autograder.zip", "--output-dir", str(out), "--no-logo"], folder)
        results = out / "results.json"
        if not results.is_file():
            return None
        return sum(test.get("score", 0.0) for test in json.loads(results.read_text())["tests"])

    def _run(self, arguments: list[str], folder: Path) -> None:
        command = [str(self.python), "-m", "otter", *arguments]
        with (folder / "log.txt").open("a") as log:
            subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False)


def _write_tests(lab: Lab, folder: Path) -> None:
    folder.mkdir(parents=True)
    checks = load_checks(lab)
    for exercise in checks.exercises:
        cases = [CASE.format(points=c.points, check=c.name, lab=lab.number) for c in checks.of(exercise)]
        (folder / f"{exercise}.py").write_text(TEST.format(exercise=exercise) + "".join(cases))
