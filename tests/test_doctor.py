"""``course doctor``: whatever can be wrong is shown with what to do."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest
from typer.testing import CliRunner

import course.labs
from course import doctor
from course.cli import app
from course.doctor import Finding, backend, data, disk, examine, labs, sandbox, versions
from course.grading.sandbox.bubblewrap import bubblewrap_problem

FOUND = 'print(\'{"keras": "3.15", "backend": "jax", "seconds": 1.0, "gpus": %d}\')'


def statuses(findings) -> dict[str, str]:
    return {finding.subject: finding.status for finding in findings}


def test_this_installation_has_the_right_versions():
    assert statuses(versions()) == {"python": "ok", "packages": "ok"}


def test_wrong_and_missing_packages_are_told_with_the_command(monkeypatch):
    found = {"keras": "2.15.0", "nbgrader": None}
    real = doctor._installed
    monkeypatch.setattr(doctor, "_installed", lambda name: found.get(name, real(name)))
    wrong = [finding for finding in versions() if finding.status == "fail"]
    assert [finding.text for finding in wrong] == ["keras is 2.15.0", "nbgrader is missing"]
    assert wrong[0].advice.startswith('pip install "keras')
    assert wrong[0].advice.count("3.") == 1


@pytest.mark.parametrize(
    ("probe", "status", "text"),
    [
        (FOUND % 0, "ok", "on jax"),
        ("import sys; sys.exit('cannot load the library')", "fail", "cannot load the library"),
        ("import os; os.abort()", "fail", "exit code -6"),
        ("import time; time.sleep(60)", "fail", "did not start"),
    ],
)
def test_the_backend_is_tried_in_a_process_of_its_own(monkeypatch, probe, status, text):
    monkeypatch.setattr(doctor, "_PROBE", probe)
    monkeypatch.setattr(doctor, "BACKEND_TIMEOUT", 5)
    finding = next(backend())
    assert finding.status == status
    assert text in finding.text


@pytest.mark.parametrize(("count", "tools", "status"), [(1, None, "ok"), (0, None, "ok"), (0, "nvidia-smi", "warn")])
def test_a_gpu_that_keras_does_not_find_is_told(monkeypatch, count, tools, status):
    monkeypatch.setattr(doctor, "_PROBE", FOUND % count)
    monkeypatch.setattr(shutil, "which", lambda name: tools)
    assert statuses(backend())["gpu"] == status


def test_without_bubblewrap_the_command_to_install_it_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    bubblewrap_problem.cache_clear()
    (finding,) = sandbox()
    bubblewrap_problem.cache_clear()
    assert finding.status == "warn"
    assert "install bubblewrap" in finding.advice


def test_missing_labs_and_an_unknown_scale_are_told(monkeypatch, tmp_path):
    (tmp_path / "solutions" / "lab90_x").mkdir(parents=True)
    (tmp_path / "tests" / "labs").mkdir(parents=True)
    monkeypatch.setattr(course.labs, "REPOSITORY", tmp_path)
    monkeypatch.setenv("COURSE_SCALE", "huge")
    assert statuses(labs()) == {"labs": "fail", "scale": "fail"}


def test_data_that_is_not_here_is_told_with_the_command(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.delenv("COURSE_MIRROR", raising=False)
    finding = next(finding for finding in data() if finding.subject == "data mnist")
    assert finding.status == "warn"
    assert "course data fetch mnist" in finding.advice


def test_a_full_disk_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "not" / "there" / "yet"))
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert set(statuses(disk()).values()) == {"warn"}


def test_a_part_that_breaks_is_a_finding_and_the_others_go_on(monkeypatch):
    def broken():
        raise OSError("no such device")

    broken.__name__ = "disk"
    monkeypatch.setattr(doctor, "disk", broken)
    monkeypatch.setattr(doctor, "_PROBE", FOUND % 0)
    findings = list(examine())
    assert findings[-1].subject == "disk"
    assert "no such device" in findings[-1].text


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("warn", 0), ("fail", 1)])
def test_only_a_failure_is_an_error(monkeypatch, status, code):
    monkeypatch.setattr(doctor, "examine", lambda: iter([Finding("disk", status, "found", "do this")]))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == code
    assert "do this" in result.output
