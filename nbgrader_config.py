"""The repository is an nbgrader course: what an author, an instructor and formgrader run finds its settings here.

    nbgrader generate_assignment lab01_cnn_classifier --force    the same notebook as `course build`
    nbgrader autograde lab01_cnn_classifier                      submitted/<student>/<lab>/<lab>.ipynb → autograded/
    nbgrader generate_feedback lab01_cnn_classifier              autograded/ → feedback/

The exchange (nbgrader's folder for handing out and collecting) is not used. `gradebook.db` lies in the repository's
root and is not committed.
"""

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ComputeChecksums,
    LimitOutput,
    LockCells,
    SaveAutoGrades,
    SaveCells,
)

from course.authoring.autograde import ExecuteAtSmokeScale, ForgiveStderr
from course.authoring.release import ClearAnswers, release_settings

c = get_config()  # noqa: F821 - traitlets defines it where it reads this file
c.merge(release_settings())

c.CourseDirectory.course_id = "pixels_in_pixels_out"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
# The percent scripts hold the solutions: they are not handed out with the labs.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "lab[0-9][0-9]_*.py"]

c.GenerateAssignment.preprocessors = [
    LockCells,
    ClearAnswers,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    ExecuteAtSmokeScale,
    ForgiveStderr,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
c.Execute.timeout = 300  # seconds a cell
