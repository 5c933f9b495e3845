"""``course data list | fetch | verify``."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from course.data import CATALOGUE, download
from course.data.commands import app


def run(*arguments: str):
    """Run the command; returns its exit code and output."""
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "120"})
    return result.exit_code, result.output


def test_list_names_every_set_its_licence_and_where_it_would_come_from(own_cache):
    code, output = run("list")
    assert code == 0
    for dataset in CATALOGUE.values():
        assert dataset.name in output
    assert "CC BY-SA 3.0" in output
    assert "offline" in output
    assert str(own_cache) in output


def test_list_distinguishes_cache_mirror_and_download(tiny, tmp_path, monkeypatch):
    assert "download, else offline" in run("list")[1]
    folder = download.fetch(tiny)
    assert "cache" in run("list")[1].split("tiny")[1].splitlines()[0]
    monkeypatch.setenv("COURSE_MIRROR", str(folder))
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "another"))
    assert "mirror" in run("list")[1].split("tiny")[1].splitlines()[0]


def test_fetch_downloads_a_set_and_says_where_it_is(tiny, own_cache):
    code, output = run("fetch", "tiny")
    assert code == 0
    assert f"tiny: {own_cache / 'tiny'}" in output


def test_fetch_goes_on_after_a_failure_and_ends_with_1(tiny, server):
    server.behaviour.status = 500
    code, output = run("fetch", "tiny", "tiny")
    assert code == 1
    assert output.count("answered 500") == 2
    assert "(3)" in output


@pytest.mark.parametrize("command", ["fetch", "verify"])
def test_an_unknown_set_is_wrong_usage(command):
    code, output = run(command, "minst")
    assert code == 2
    assert "minst" in output


def test_verify_distinguishes_whole_damaged_and_missing(tiny):
    assert "no file of its publisher is here" in run("verify", "tiny")[1]
    folder = download.fetch(tiny)
    code, output = run("verify", "tiny")
    assert code == 0
    assert "is whole" in output
    (folder / "tiny.npz").write_bytes(b"?")
    code, output = run("verify", "tiny")
    assert code == 1
    assert "truncated" in output
    assert "course data fetch tiny" in output


def test_a_set_without_checksum_is_not_downloaded_and_the_message_says_how_to_have_it():
    code, output = run("fetch", "hymenoptera")
    assert code == 1
    assert "announces no checksum" in output
    assert "hymenoptera_data.zip into the folder that COURSE_MIRROR names" in output


def test_fetching_all_leaves_a_set_without_checksum_out(tiny, monkeypatch):
    monkeypatch.setattr("course.data.commands.CATALOGUE", {"tiny": tiny, "hymenoptera": CATALOGUE["hymenoptera"]})
    code, output = run("fetch")
    assert code == 0
    assert "hymenoptera: left out" in output


def test_a_drawn_set_is_not_downloaded_and_says_so():
    code, output = run("fetch", "digits_on_textures")
    assert code == 1
    assert "drawn on this machine" in output
