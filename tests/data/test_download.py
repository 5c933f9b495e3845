"""Downloads against a server on this machine that misbehaves in many ways."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.data import cache, download, load
from course.data.cache import locked
from course.data.errors import CacheError, DamagedError, DiskFullError, DownloadError, NoNetworkError
from course.data.integrity import sha256, verify

CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from conftest import tiny_file, tiny_set
from course.data.download import fetch
from course.data.integrity import sha256
print(sha256(fetch(tiny_set(sys.argv[2], tiny_file())) / "tiny.npz"))
"""


def start_child(url: str) -> subprocess.Popen:
    """Start another process that fetches the small data set into the same cache and prints its digest."""
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parent), url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until(condition, seconds: float = 30.0) -> None:
    """Return as soon as ``condition()`` holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def files(folder: Path) -> set[str]:
    """Return the names of what a download left in a folder."""
    return {path.name for path in folder.iterdir()} - {".lock"}


def test_a_download_is_whole_and_leaves_nothing_else(tiny, server):
    folder = download.fetch(tiny)
    assert (folder / "tiny.npz").read_bytes() == server.behaviour.body
    assert files(folder) == {"tiny.npz"}


def test_what_is_there_is_not_downloaded_again(tiny, server):
    download.fetch(tiny)
    download.fetch(tiny)
    assert server.behaviour.asked == [0]


def test_a_broken_connection_is_resumed_within_the_call(tiny, server):
    server.behaviour.break_after = [100_000]
    folder = download.fetch(tiny)
    assert (folder / "tiny.npz").read_bytes() == server.behaviour.body
    assert server.behaviour.asked == [0, 100_000]
    assert server.behaviour.sent == len(server.behaviour.body), "no byte was sent twice"


def test_a_connection_that_keeps_breaking_is_an_error_and_the_next_call_goes_on(tiny, server, own_cache):
    server.behaviour.break_after = [10_000] * 3
    with pytest.raises(DownloadError, match=r"broke off after 30,000 of"):
        download.fetch(tiny)
    assert files(own_cache / "tiny") == {"tiny.npz.part"}
    download.fetch(tiny)
    assert server.behaviour.asked == [0, 10_000, 20_000, 30_000]
    assert server.behaviour.sent == len(server.behaviour.body)


def test_a_server_without_ranges_is_asked_from_the_start(tiny, server):
    server.behaviour.ranges = False
    server.behaviour.break_after = [100_000]
    folder = download.fetch(tiny)
    verify(folder / "tiny.npz", tiny.archives[0])


@pytest.mark.parametrize("length", [100, 10_000_000], ids=["shorter", "longer than the file"])
def test_a_part_of_another_file_is_deleted(tiny, server, own_cache, length):
    (own_cache / "tiny").mkdir(parents=True)
    (own_cache / "tiny" / "tiny.npz.part").write_bytes(b"?" * length)
    folder = download.fetch(tiny)
    verify(folder / "tiny.npz", tiny.archives[0])


def test_a_part_longer_than_what_the_server_has_begins_anew(tiny, server, own_cache):
    server.behaviour.body = server.behaviour.body[:50_000]
    (own_cache / "tiny").mkdir(parents=True)
    (own_cache / "tiny" / "tiny.npz.part").write_bytes(b"?" * 60_000)
    with pytest.raises(DamagedError, match="truncated"):
        download.fetch(tiny)
    assert server.behaviour.asked[:2] == [60_000, 0]


def test_a_wrong_checksum_names_the_url_and_both_digests_and_keeps_nothing(tiny, server, own_cache):
    server.behaviour.body = bytes(len(server.behaviour.body))
    with pytest.raises(DamagedError) as caught:
        download.fetch(tiny)
    message = str(caught.value)
    assert server.url in message
    assert "wrong checksum" in message
    assert tiny.archives[0].sha256 in message
    assert files(own_cache / "tiny") == set()


def test_a_truncated_archive_is_said_to_be_truncated(tiny, server, own_cache):
    server.behaviour.body = server.behaviour.body[:-1000]
    with pytest.raises(DamagedError, match="truncated"):
        download.fetch(tiny)
    assert files(own_cache / "tiny") == set()


def test_a_damaged_file_in_the_cache_is_replaced(tiny, server):
    folder = download.fetch(tiny)
    (folder / "tiny.npz").write_bytes(b"not what it was")
    download.fetch(tiny)
    verify(folder / "tiny.npz", tiny.archives[0])


def test_a_refusal_names_status_and_url(tiny, server):
    server.behaviour.status = 404
    with pytest.raises(DownloadError, match=r"tiny.npz answered 404"):
        download.fetch(tiny)


def test_no_network_names_the_url_and_three_ways_out(tiny, server, own_cache):
    server.shutdown()
    server.server_close()
    with pytest.raises(NoNetworkError) as caught:
        download.fetch(tiny)
    message = str(caught.value)
    assert server.url in message
    for way in ("(1)", "course data fetch tiny", "(2)", str(own_cache), "COURSE_MIRROR", "(3)", 'source="offline"'):
        assert way in message


def test_a_host_that_does_not_answer_is_noticed_soon_and_remembered(tiny, server, monkeypatch):
    monkeypatch.setattr(download, "ANSWER_TIMEOUT", 0.2)
    server.behaviour.silence = 20.0
    began = time.monotonic()
    with pytest.raises(NoNetworkError, match="no answer within"):
        download.fetch(tiny)
    with pytest.raises(NoNetworkError, match="not tried again"):
        download.fetch(tiny)
    assert time.monotonic() - began < 10
    assert server.behaviour.asked == [0]


def test_looking_up_a_name_cannot_hang(tiny, monkeypatch):
    monkeypatch.setattr(download, "ANSWER_TIMEOUT", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(20))
    began = time.monotonic()
    with pytest.raises(NoNetworkError):
        download.fetch(tiny)
    assert time.monotonic() - began < 10


def test_insisting_on_a_download_tries_again(tiny, server, monkeypatch):
    monkeypatch.setattr(download, "ANSWER_TIMEOUT", 0.2)
    server.behaviour.silence = 1.0
    assert load("tiny").source == "offline"
    monkeypatch.setattr(download, "ANSWER_TIMEOUT", 5.0)
    server.behaviour.silence = 0.0
    assert load("tiny").source == "offline"
    assert load("tiny", source="download").source == "download"


def test_a_stalled_download_ends(tiny, server, monkeypatch):
    monkeypatch.setattr(download, "STALL_TIMEOUT", 0.2)
    server.behaviour.pause = 1.0
    with pytest.raises(DownloadError, match="broke off"):
        download.fetch(tiny)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_says_what_to_do_and_gives_the_space_back(tiny, own_cache):
    (own_cache / "tiny").mkdir(parents=True)
    (own_cache / "tiny" / "tiny.npz.part").symlink_to("/dev/full")
    with pytest.raises(DiskFullError, match=r"no space left in .*COURSE_CACHE"):
        download.fetch(tiny)
    assert files(own_cache / "tiny") == set()


def test_a_disk_too_small_is_noticed_before_anything_is_written(tiny, own_cache, monkeypatch):
    monkeypatch.setattr(download.shutil, "disk_usage", lambda folder: _Usage())
    with pytest.raises(DiskFullError, match="no space left"):
        download.fetch(tiny)
    assert files(own_cache / "tiny") == set()


class _Usage:
    free = 1_000


def test_two_processes_at_once_download_once(tiny, server, own_cache):
    server.behaviour.pause = 0.005
    children = [start_child(server.url) for _ in range(2)]
    answers = [child.communicate(timeout=60) for child in children]
    assert [out.strip() for out, _ in answers] == [tiny.archives[0].sha256] * 2, answers
    assert server.behaviour.asked == [0]
    assert files(own_cache / "tiny") == {"tiny.npz"}


def test_a_killed_process_leaves_a_part_that_the_next_one_completes(tiny, server, own_cache):
    server.behaviour.pause = 0.1
    part = own_cache / "tiny" / "tiny.npz.part"
    child = start_child(server.url)
    wait_until(lambda: part.exists() and part.stat().st_size > 0)
    child.kill()
    child.communicate()
    assert not (own_cache / "tiny" / "tiny.npz").exists()
    server.behaviour.pause = 0.0
    kept = part.stat().st_size
    folder = download.fetch(tiny)
    assert sha256(folder / "tiny.npz") == tiny.archives[0].sha256
    assert server.behaviour.asked == [0, kept]


def test_waiting_too_long_for_another_process_is_an_error(own_cache):
    with locked("tiny"), pytest.raises(CacheError, match="another process has held"), locked("tiny", timeout=0.2):
        pass


def test_waiting_for_another_process_is_reported(own_cache, monkeypatch, capsys):
    monkeypatch.setattr(cache, "SILENT_WAIT", 0.1)
    with locked("tiny"), pytest.raises(CacheError, match="another process has held"), locked("tiny", timeout=0.2):
        pass
    assert f"waiting for another process that fetches into {own_cache / 'tiny'}" in capsys.readouterr().err


def test_a_process_that_dies_releases_the_folder(own_cache):
    code = "import os, course.data.cache as cache\nwith cache.locked('tiny'):\n    os._exit(1)"
    subprocess.run([sys.executable, "-c", code], check=False)
    with locked("tiny", timeout=0) as folder:
        assert folder == own_cache / "tiny"
