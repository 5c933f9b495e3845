"""A small data set, a server on this machine that hands it out and can misbehave, and a cache of the test's own."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from course.data import CATALOGUE, download, shared_arrays
from course.data.dataset import Archive, ArraySpec, DataSet, StandIn

MIRROR = os.environ.get("COURSE_MIRROR", "")  # as the tests were started, before each test hides it
EXAMPLES = 1_000


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, no mirror, and no network but this machine's own."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("COURSE_MIRROR", raising=False)
    download.forget_unreachable()
    shared_arrays.clear()
    return tmp_path / "cache"


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers, the same in every run."""
    return np.random.default_rng(0)


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of real data that COURSE_MIRROR named when the tests were started."""
    if not MIRROR or not Path(MIRROR).is_dir():
        pytest.skip("COURSE_MIRROR names no folder of real data")
    monkeypatch.setenv("COURSE_MIRROR", MIRROR)
    return Path(MIRROR)


@dataclass
class Behaviour:
    """What the server hands out and how, and what it was asked."""

    body: bytes
    ranges: bool = True  # honour Range
    break_after: list[int] = field(default_factory=list)  # bytes to send before breaking off, one number per connection
    status: int | None = None  # answer this, and nothing else
    pause: float = 0.0  # seconds before each block
    silence: float = 0.0  # seconds before the answer
    asked: list[int] = field(default_factory=list)  # the first byte each request asked for
    sent: int = 0  # bytes of bodies, in all


class Handler(BaseHTTPRequestHandler):
    """Serves ``server.behaviour``."""

    BLOCK = 4096

    def do_GET(self) -> None:
        behaviour: Behaviour = self.server.behaviour
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        behaviour.asked.append(start)
        time.sleep(behaviour.silence)
        start = start if behaviour.ranges else 0
        self._head(behaviour, start)
        limit = behaviour.break_after.pop(0) if behaviour.break_after else len(behaviour.body)
        for at in range(start, min(len(behaviour.body), start + limit), self.BLOCK):
            time.sleep(behaviour.pause)
            block = behaviour.body[at : min(at + self.BLOCK, start + limit)]
            behaviour.sent += len(block)
            self.wfile.write(block)
        self.close_connection = True

    def _head(self, behaviour: Behaviour, start: int) -> None:
        if behaviour.status or start >= len(behaviour.body):
            self.send_response(behaviour.status or 416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(behaviour.body) - 1}/{len(behaviour.body)}")
        self.send_header("Content-Length", str(len(behaviour.body) - start))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        """Let a client go away in the middle."""
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


def tiny_file() -> bytes:
    """Return an ``.npz`` of about 280 kB that does not compress."""
    rng = np.random.default_rng(0)
    buffer = io.BytesIO()
    arrays = {
        f"{axis}_{split}": rng.integers(0, 256 if axis == "x" else 10, shape, dtype=np.uint8)
        for split in ("train", "test")
        for axis, shape in (("x", (EXAMPLES, 12, 12, 1)), ("y", (EXAMPLES,)))
    }
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def read_tiny(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the small data set from its publisher's file."""
    with np.load(folder / "tiny.npz", allow_pickle=False) as arrays:
        return {"images": arrays[f"x_{split}"], "labels": arrays[f"y_{split}"].astype(np.int64)}


def make_tiny(split: str) -> dict[str, np.ndarray]:
    """Make a split of the small data set out of nothing."""
    return {"images": np.zeros((10, 12, 12, 1), np.uint8), "labels": np.arange(10)}


def tiny_set(url: str, body: bytes) -> DataSet:
    """Return the catalogue's entry of the small data set, whose file is ``body`` and lies at ``url``."""
    return DataSet(
        name="tiny",
        title="Tiny",
        arrays={
            "images": ArraySpec((None, 12, 12, 1), "uint8", "noise, 0 to 255"),
            "labels": ArraySpec((None,), "int64", "class of each image, 0 to 9"),
        },
        class_names=tuple("0123456789"),
        licence="CC0",
        citation="none",
        homepage=url,
        splits={"train": EXAMPLES, "test": EXAMPLES},
        archives=(Archive(url, hashlib.sha256(body).hexdigest(), len(body), "tiny.npz"),),
        read=read_tiny,
        stand_in=StandIn(make_tiny, "ten black squares", class_names=("black",) * 10),
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """A server on 127.0.0.1 that hands out the small data set; ``server.behaviour`` says how."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.behaviour = Behaviour(tiny_file())
    httpd.url = f"http://127.0.0.1:{httpd.server_port}/tiny.npz"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    monkeypatch.delenv("COURSE_OFFLINE")
    yield httpd
    httpd.shutdown()
    httpd.server_close()
    thread.join(timeout=5)


@pytest.fixture
def tiny(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> DataSet:
    """The small data set, in the catalogue for the length of a test."""
    dataset = tiny_set(server.url, server.behaviour.body)
    monkeypatch.setitem(CATALOGUE, "tiny", dataset)
    return dataset
