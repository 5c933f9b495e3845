"""Where a wall cannot be built, grading says so before it starts, and stops unless it was told to go without."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest
from typer.testing import CliRunner

import course.labs
from course.cli import app
from course.grading.sandbox import seccomp
from course.grading.sandbox.bubblewrap import SandboxMissingError, bubblewrap_problem, choose
from tests.grading.small_class import LAB, submission, write_repository


@pytest.fixture
def unknown_processor(monkeypatch: pytest.MonkeyPatch):
    """A processor that there is no filter of system calls for."""
    bubblewrap_problem.cache_clear()
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    monkeypatch.setattr("sys.platform", "linux")
    yield
    bubblewrap_problem.cache_clear()


@pytest.mark.usefixtures("unknown_processor")
@pytest.mark.parametrize("wanted", ["auto", "bwrap", "user"])
def test_a_processor_without_a_filter_stops_grading(wanted: str):
    with pytest.raises(SandboxMissingError, match=r"x86_64 and aarch64, and this is riscv64.*--sandbox none"):
        choose(wanted)


@pytest.mark.usefixtures("unknown_processor")
def test_who_asks_for_no_sandbox_gets_none():
    assert choose("none") == "none"


@pytest.mark.usefixtures("unknown_processor")
def test_doctor_and_cluster_learn_of_it_too():
    assert "riscv64" in bubblewrap_problem()


@pytest.mark.usefixtures("unknown_processor")
def test_no_fork_goes_on_without_its_filter():
    with pytest.raises(OSError, match="riscv64"):
        seccomp.install()


@pytest.mark.usefixtures("unknown_processor")
def test_the_command_says_it_before_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(course.labs, "REPOSITORY", write_repository(tmp_path / "repository"))
    (tmp_path / "alice.ipynb").write_text(json.dumps(submission(0)))
    arguments = ["grade", LAB, str(tmp_path / "alice.ipynb"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "riscv64" in done.stderr
    assert not list((tmp_path / "out").glob("*/results.json"))


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_known_processors_have_a_filter(machine: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert seccomp.problem() == ""
