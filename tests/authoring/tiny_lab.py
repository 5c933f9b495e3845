"""A course of one tiny lab, in a folder of its own: no TensorFlow, so that a build takes a second."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import course.labs
from course.authoring.build import build_lab
from course.labs import Lab, find_lab

SOURCE = '''# ---
# jupyter:
#   course:
#     data: []
# ---

# %% [markdown]
# # A tiny lab
# Two exercises and a question.

# %%
import os
import sys
import warnings
from pathlib import Path

from course.checks.notebook import Checker
from course.checks.registry import load_checks
from course.labs import Lab

tests = Path(os.environ["TINY_COURSE"], "tests", "labs")
check = Checker(load_checks(Lab("lab90_tiny", tests, tests / "test_lab90.py", None)), globals())

# %% [markdown]
# ## Twice

# %% tags=["answer:twice"]
def twice(number: float) -> float:
    """Return two times ``number``."""
    ### BEGIN SOLUTION
    return 2 * number
    ### END SOLUTION


# %% tags=["check:twice"]
check("twice")

# %% [markdown]
# ## Which?

# %% tags=["answer:which"]
which = ...  # "a" or "b"
### BEGIN SOLUTION
which = "b"
### END SOLUTION

# %% tags=["check:which"]
check("which")

# %% tags=["show", "hide-input"]
import io

from IPython.display import Image, display
from PIL import Image as Picture

# %xmode Minimal
png = io.BytesIO()
Picture.new("RGB", (8, 8), "red").save(png, "PNG")
display(Image(png.getvalue()))
print("scale", os.environ.get("COURSE_SCALE", "laptop"))
print("2026-01-01 10:00:00.000001: I tensorflow/core/platform/cpu.cc:1] This binary", file=sys.stderr)
print("worth keeping", file=sys.stderr)

# %% tags=["train"]
trained = [twice(step) for step in range(3)]

# %% [markdown] tags=["written:why_twice", "points:1.5"]
# Why twice?
#
# ### BEGIN SOLUTION
# Because once is not enough.
# ### END SOLUTION
'''

CHECKS = '''from course.checks import equal, points


@points("twice", 2)
def test_twice_of_a_whole_number(answer):
    """Twice three is six."""
    equal(answer.twice(3), 6, hint="multiply by two")


@points("twice", 1)
def test_twice_of_a_fraction(answer):
    """Twice a half is one."""
    equal(answer.twice(0.5), 1)


@points("which", 1)
def test_which(answer):
    """The right letter."""
    equal(answer.which, "b")
'''


# Checks import Keras to tell models from other answers. The tiny lab has no models, and importing Keras takes seconds.
KERAS = "class Model: ..."


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The lab ``lab90_tiny`` in a course of its own, which ``course.labs`` finds; nothing is built yet."""
    _write_course(tmp_path)
    return _enter(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course whose tiny lab was built and executed, once for all tests; not to be changed."""
    root = tmp_path_factory.mktemp("executed")
    _write_course(root)
    with pytest.MonkeyPatch.context() as monkeypatch:
        build_lab(_enter(root, monkeypatch), execute=True)
    return root


@pytest.fixture
def built(executed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The tiny lab, built and executed, in a course of its own."""
    shutil.copytree(executed, tmp_path, dirs_exist_ok=True)
    return _enter(tmp_path, monkeypatch)


@pytest.fixture
def rewrite() -> Callable[[Path, str, str], None]:
    """A function that replaces a text which stands in a file."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return replace


def _write_course(root: Path) -> None:
    files = {
        root / "solutions" / "lab90_tiny" / "lab90_tiny.py": SOURCE,
        root / "tests" / "labs" / "test_lab90.py": CHECKS,
        root / "stand_in" / "keras.py": KERAS,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True)
        path.write_text(text)


def _enter(root: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setattr(course.labs, "REPOSITORY", root)
    monkeypatch.setenv("TINY_COURSE", str(root))
    monkeypatch.setenv("PYTHONPATH", str(root / "stand_in"))
    monkeypatch.setenv("COURSE_SCALE", "laptop")
    monkeypatch.chdir(root)
    return find_lab("lab90")
