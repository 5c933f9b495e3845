"""The autograder zip, run in a bare environment as Gradescope runs it, gives what ``course grade`` gives."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import course.labs
from course.cli import app
from course.exports.errors import ExportError
from course.exports.gradescope import installed_versions, write_autograder
from course.grading.assignment import Options
from course.grading.grade import grade_class
from course.grading.sandbox import bubblewrap as sandbox
from course.labs import Lab
from tests.grading.small_class import LAB, submission

SEED = 4711
SPY = """
import os
import signal

def tries():
    yield "seed", lambda: open("/autograder/source/seed").read()
    yield "results", lambda: open("/autograder/results/results.json", "w")
    yield "others", lambda: os.listdir("/autograder/submission")
    for number in [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]:
        yield f"memory {number}", lambda: open(f"/proc/{number}/mem", "rb")
        yield f"environment {number}", lambda: open(f"/proc/{number}/environ").read()
        yield f"kill {number}", lambda: os.kill(int(number), signal.SIGKILL)

def double(x):
    reached = []
    for name, attempt in tries():
        try:
            attempt()
            reached.append(name)
        except OSError:
            pass
    raise ValueError(f"reached {reached}")
"""


@pytest.fixture
def root(lab: Lab, tmp_path: Path) -> Path:
    """Gradescope's ``/autograder`` after ``setup.sh``: packages are borrowed from here and not installed again."""
    root, archive = tmp_path / "autograder", tmp_path / "autograder.zip"
    write_autograder(lab, archive, SEED)
    with zipfile.ZipFile(archive) as content:
        content.extractall(root / "source")
    (root / "source" / "seed").chmod(0o600)
    venv.create(root / "venv", symlinks=True)
    (packages,) = (root / "venv").glob("lib/python*/site-packages")
    (packages / "course.pth").write_text(f"/autograder/source\n{sysconfig.get_path('purelib')}\n")
    (root / "submission").mkdir()
    return root


def run_autograder(root: Path) -> subprocess.CompletedProcess:
    """Run the script as in Gradescope's container: at ``/autograder``, nothing in the environment, no namespaces.

    Root there has Docker's usual capabilities, and bubblewrap in bubblewrap does not work.
    """
    if problem := sandbox.bubblewrap_problem():
        pytest.skip(problem)
    is_root = os.geteuid() == 0
    capabilities = ["SETUID", "SETGID", "KILL", "CHOWN", "DAC_OVERRIDE", "FOWNER"] if is_root else []
    container = ["bwrap", "--unshare-pid", "--unshare-net", "--die-with-parent", "--clearenv", "--cap-drop", "ALL"]
    container += [] if is_root else ["--unshare-user"]
    container += [word for name in capabilities for word in ("--cap-add", f"CAP_{name}")]
    container += [*sandbox._system_files(), "--perms", "1777", "--tmpfs", "/tmp", *sandbox._python_files()]
    container += ["--bind", str(root), "/autograder", "--chdir", "/"]
    script = ["/bin/bash", "/autograder/source/run_autograder"]
    return subprocess.run([*container, *script], capture_output=True, text=True, check=False)


def results(root: Path) -> dict:
    """Return what Gradescope would show."""
    return json.loads((root / "results" / "results.json").read_text())


def _timeless(results: dict) -> dict:
    graded = results["extra_data"]["graded"]
    graded["results"] = [result | {"seconds": 0} for result in graded["results"]]
    for name in ("seconds", "student", "name", "fingerprint"):
        del graded[name]
    return {name: value for name, value in results.items() if name != "execution_time"}


@pytest.mark.slow
@pytest.mark.sandbox
def test_gradescope_shows_what_course_grade_writes(root: Path, lab: Lab, tmp_path: Path):
    (root / "submission" / "my lab.ipynb").write_text(json.dumps(submission(1)))
    (root / "submission" / "picture.png").write_bytes(b"not a notebook")
    (root / "submission_metadata.json").write_text('{"users": [{"email": "ann@x.org", "name": "Ann"}]}')
    done = run_autograder(root)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = results(root)
    assert shown["extra_data"]["graded"]["student"] == "ann@x.org"

    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.ipynb").write_text(json.dumps(submission(1)))
    grade_class(LAB, tmp_path / "class", tmp_path / "out", Options(seed=SEED))
    here = json.loads((tmp_path / "out" / "ann" / "results.json").read_text())
    assert 0 < shown["score"] < here["extra_data"]["max_score"]
    assert _timeless(shown) == _timeless(here)


@pytest.mark.slow
@pytest.mark.sandbox
def test_a_submission_that_looks_around_reaches_neither_results_nor_seed(root: Path):
    if os.geteuid():
        pytest.skip("only root can run submissions as another user")
    notebook = submission(0)
    next(cell for cell in notebook["cells"] if cell["id"] == "answer-double")["source"] = SPY
    (root / "submission" / "lab.ipynb").write_text(json.dumps(notebook))
    assert run_autograder(root).returncode == 0
    double = next(test for test in results(root)["tests"] if test["name"].startswith("double"))
    assert "reached []" in double["output"]


@pytest.mark.sandbox
def test_a_submission_without_a_notebook_gets_a_result_that_says_so(root: Path):
    (root / "submission" / "lab.txt").write_text("here it is")
    done = run_autograder(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert results(root)["score"] == 0
    assert "there is lab.txt, and lab90_small.ipynb was expected" in results(root)["output"]


def test_the_zip_carries_one_lab_exact_versions_and_no_solution(lab: Lab, tmp_path: Path):
    write_autograder(lab, tmp_path / "one.zip", SEED)
    write_autograder(lab, tmp_path / "two.zip", SEED)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        constraints = archive.read("constraints.txt").decode().splitlines()
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
        assert str(SEED) not in archive.read("run_autograder").decode()
    assert [name for name in names if name.endswith(".ipynb")] == [f"course/_release/labs/{LAB}/{LAB}.ipynb"]
    assert not any("solution" in name and not name.startswith("course/authoring/") for name in names)
    assert all("==" in line for line in constraints)
    assert {"tensorflow", "keras", "numpy"} <= {line.partition("==")[0] for line in constraints}


def test_every_package_that_is_imported_is_pinned():
    pinned = {line.partition("==")[0].replace("-", "_") for line in installed_versions()}
    imported = set()
    for path in Path(course.labs.PACKAGE, "grading").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    imported = {name.lower() for name in imported if name not in sys.stdlib_module_names and name != "course"}
    assert imported - pinned <= {"distributed"}, "these are not installed on Gradescope"


def test_scripts_are_bash_that_parses(lab: Lab, tmp_path: Path):
    write_autograder(lab, tmp_path / "a.zip", SEED)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        for name in ("setup.sh", "run_autograder"):
            done = subprocess.run(["bash", "-n"], input=archive.read(name), capture_output=True, check=False)
            assert done.returncode == 0, done.stderr


def test_a_lab_that_is_not_built_is_refused_and_the_command_names_the_seed(lab: Lab, tmp_path: Path):
    done = CliRunner().invoke(app, ["export", "gradescope", LAB, "--out", str(tmp_path / "a.zip"), "--seed", "5"])
    assert done.exit_code == 0, done.output
    assert "--seed 5" in done.output
    lab.release.unlink()
    with pytest.raises(ExportError, match="build it first with `course build lab90`"):
        write_autograder(lab, tmp_path / "b.zip", SEED)
