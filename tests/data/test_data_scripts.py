"""The scripts in ``data_scripts``: one per set, and a failure is a message, not a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course.data import CATALOGUE

SCRIPTS = Path(__file__).parents[2] / "data_scripts"


def test_there_is_one_script_per_set():
    assert {path.stem for path in SCRIPTS.glob("*.py")} == set(CATALOGUE)


def test_without_a_network_a_script_ends_with_the_three_ways_out():
    result = subprocess.run([sys.executable, SCRIPTS / "mnist.py"], capture_output=True, text=True)
    assert result.returncode == 1
    assert "(1)" in result.stderr
    assert "(3)" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_script_names_its_set(name):
    assert f'find("{name}")' in (SCRIPTS / f"{name}.py").read_text()
