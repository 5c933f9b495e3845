"""A course of one tiny lab, in a folder of its own: no TensorFlow, so that a build takes a second."""

from __future__ import annotations

from pathlib import Path

import pytest

import course.labs
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
import matplotlib.pyplot as plt

# %matplotlib inline
plt.plot([1, 2, 3])
plt.title("three")
plt.show()
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
    source = tmp_path / "solutions" / "lab90_tiny" / "lab90_tiny.py"
    checks = tmp_path / "tests" / "labs" / "test_lab90.py"
    stand_in = tmp_path / "stand_in" / "keras.py"
    for path, text in ((source, SOURCE), (checks, CHECKS), (stand_in, KERAS)):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    monkeypatch.setattr(course.labs, "REPOSITORY", tmp_path)
    monkeypatch.setenv("TINY_COURSE", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(stand_in.parent))
    monkeypatch.setenv("COURSE_SCALE", "laptop")
    monkeypatch.chdir(tmp_path)
    return find_lab("lab90")


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
