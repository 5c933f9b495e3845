"""The repository's nbgrader settings: the same lab as `course build`, and marks that agree with the checks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(built, tmp_path) -> Config:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.assignment_id = built.name
    return config


def nbgrader(converter, settings):
    step = converter(coursedir=CourseDirectory(config=settings), config=settings)
    step.force = True
    step.start()


def submit(student: str, content: str, lab) -> None:
    path = Path("submitted", student, lab.name, f"{lab.name}.ipynb")
    path.parent.mkdir(parents=True)
    path.write_text(content)


def test_generate_assignment_gives_the_same_bytes_and_no_solutions(built, settings):
    ours = built.release.read_bytes()
    shutil.rmtree(built.release.parent)
    nbgrader(GenerateAssignment, settings)
    assert built.release.read_bytes() == ours
    assert [path.name for path in built.release.parent.iterdir()] == [built.release.name]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_autograde_agrees_with_the_checks_and_feedback_is_written(built, settings, tmp_path):
    wrong_for_fractions = "print('to stderr', file=sys.stderr); return 2 * int(number)"
    submit("half", built.solution.read_text().replace("return 2 * number", wrong_for_fractions), built)
    submit("solution", built.solution.read_text(), built)
    submit("untouched", built.release.read_text(), built)
    nbgrader(GenerateAssignment, settings)
    nbgrader(Autograde, settings)
    nbgrader(GenerateFeedback, settings)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions(built.name)}
        manual = {one.student.id: one.needs_manual_grade for one in gradebook.assignment_submissions(built.name)}
    assert scores == {"half": 3.0, "solution": 4.0, "untouched": 0.0}
    assert manual == {"half": True, "solution": True, "untouched": False}
    graded = json.loads(Path("autograded", "solution", built.name, f"{built.name}.ipynb").read_text())
    assert "scale smoke" in json.dumps(graded)
    assert sorted(path.parts[1] for path in Path("feedback").rglob("*.html")) == ["half", "solution", "untouched"]
