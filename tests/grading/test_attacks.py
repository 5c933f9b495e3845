"""No attack earns more than its answers deserve, reads or leaves anything, or changes its neighbour's row by a byte."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from course.grading.intake.graft import graft
from course.grading.sandbox.limits import machine_factor
from course.grading.session.worker import Examined, Worker
from course.labs import REPOSITORY
from tests.grading.corpus import LIGHT, RELEASE, Attack, all_attacks
from tests.grading.small_class import POINTS, small_notebook
from tests.grading.small_lab import RIGHT

pytestmark = pytest.mark.sandbox

SEED = 9_110_734_268_123_457
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# An honest answer that raises what its sandbox looks like: clean, and the same for everyone.
PROBE = """
def last():
    import os, resource

    scratch = ("/tmp", "/var/tmp", "/dev/shm")
    kinds = [getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_") and name != "RLIMIT_AS"]
    raise ValueError({
        "left": [os.path.join(folder, name) for folder in scratch for name in os.listdir(folder)],
        "folders": [(oct(os.stat(each).st_mode), os.stat(each).st_mtime, os.listxattr(each)) for each in scratch],
        "room": [(os.statvfs(each).f_bfree, os.statvfs(each).f_ffree) for each in scratch],
        "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
        "limits": [resource.getrlimit(kind) for kind in kinds],
        "priority": (os.nice(0), os.sched_getscheduler(0), sorted(os.sched_getaffinity(0)), os.umask(0)),
        "queues": [open(f"/proc/sysvipc/{name}").read().count("\\\\n") for name in ("shm", "sem", "msg")],
        "names": (open("/proc/1/comm").read(), os.uname().nodename, sorted(os.environ.items())),
    })
"""


class Surroundings:
    """What lies around the sandbox: files with a secret, listeners, an environment; all are told to the attacker."""

    def __init__(self, folder: Path) -> None:
        self.token, self.words = secrets.token_hex(16), secrets.token_hex(16)
        self._folder, self._abstract = folder, f"\0course-{secrets.token_hex(8)}"
        self._listeners = [_listener(socket.AF_UNIX, self._abstract)]
        self._listeners.append(_listener(socket.AF_UNIX, str(folder / "socket")))
        self._listeners.append(_listener(socket.AF_INET, ("127.0.0.1", 0)))
        places = [place for place in (REPOSITORY, Path.home(), Path("/tmp")) if os.access(place, os.W_OK)]
        self.canaries = [place / f".canary-{secrets.token_hex(4)}" for place in places]

    def __enter__(self) -> Surroundings:
        for path in self.canaries:
            path.write_text(f"canary {self.token}")
        os.environ["COURSE_CANARY"] = self.token
        return self

    def __exit__(self, *_: object) -> None:
        del os.environ["COURSE_CANARY"]
        for path in self.canaries:
            path.unlink()
        for listener in self._listeners:
            listener.close()

    @property
    def known(self) -> dict[str, Any]:
        """What the attacker knows."""
        digits = [SEED >> shift & 0x3FFFFFFF for shift in (0, 30)]  # how Python keeps an integer
        needles = {
            "canary": self.token.encode(),
            "neighbour": self.words.encode(),
            "seed, packed": struct.pack(">Q", SEED),
            "seed, as text": str(SEED).encode(),
            "seed, as integer": struct.pack("=II", *digits),
        }
        return {
            "repository": str(REPOSITORY),
            "home": str(Path.home()),
            "out": str(self._folder),
            "canaries": [str(path) for path in self.canaries],
            "port": self._listeners[-1].getsockname()[1],
            "abstract": self._abstract,
            "socket": str(self._folder / "socket"),
            # In halves, the second backwards: what is searched for must not be found in the searcher's own notes.
            "needles": {name: (word[: len(word) // 2], word[len(word) // 2 :][::-1]) for name, word in needles.items()},
        }

    def visitors(self) -> list[str]:
        """Return the listeners that someone connected to."""
        found = []
        for listener in self._listeners:
            try:
                listener.accept()[0].close()
                found.append(str(listener.getsockname()))
            except BlockingIOError:
                pass
        return found


def _listener(family: int, address: Any) -> socket.socket:
    listener = socket.socket(family)
    listener.bind(address)
    listener.listen()
    listener.setblocking(False)
    return listener


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with ExitStack() as stack:
        yield stack.enter_context(Surroundings(tmp_path_factory.mktemp("out")))


@pytest.fixture(scope="module")
def warm(surroundings: Surroundings, worker: Worker) -> Worker:
    """The worker, once it has examined the neighbour: the first submission must not differ from the others."""
    neighbour(worker, surroundings)
    return worker


@pytest.fixture(scope="module")
def alone(surroundings: Surroundings, warm: Worker) -> str:
    """The neighbour's row before any attack."""
    return neighbour(warm, surroundings)


def neighbour(worker: Worker, surroundings: Surroundings, **answers: str) -> str:
    """Examine an honest submission; return all that came of it but the seconds."""
    honest = LIGHT | {"double": f"# {surroundings.words}\n{RIGHT['double']}", "last": PROBE} | answers
    examined = worker.examine(graft(RELEASE, small_notebook(honest)), SEED)
    rows = [result.as_dict() | {"seconds": 0} for result in examined.results]
    return json.dumps([rows, examined.notes, examined.flags], indent=1)


def earned(examined: Examined) -> dict[str, float]:
    """Return the points by exercise."""
    points = dict.fromkeys(POINTS, 0.0)
    for result in examined.results:
        points[result.exercise] += result.points
    return points


@pytest.mark.parametrize("attack", all_attacks(), ids=lambda attack: attack.name)
def test_an_attack_earns_what_its_answers_deserve_and_touches_nobody(
    attack: Attack, warm: Worker, alone: str, surroundings: Surroundings
):
    fork_servers = warm.pids
    start = time.monotonic()
    examined = warm.examine(graft(RELEASE, attack.handed_in(surroundings.known)), SEED)
    seconds = time.monotonic() - start

    points, allowed = earned(examined), attack.expected()
    assert {name: points[name] for name in POINTS if points[name] not in allowed[name]} == {}, _told(examined)
    assert [result.check for result in examined.results] == list(dict.fromkeys(r.check for r in examined.results))
    assert attack.says in " ".join(result.hint for result in examined.results), _told(examined)
    _assert_harmless(examined, surroundings)
    assert seconds < 45 * min(2.0, machine_factor()), "it used more time than a few answers may"
    assert warm.pids == fork_servers, "a fork server had to be replaced"
    assert neighbour(warm, surroundings) == alone


def test_after_all_attacks_models_are_still_examined(warm: Worker):
    examined = warm.examine(graft(RELEASE, small_notebook(RIGHT)), SEED)
    assert earned(examined) == POINTS, _told(examined)


def test_the_corpus_is_large_and_says_what_it_expects():
    attacks = all_attacks()
    assert len(attacks) >= 40
    families = {attack.path.parent.name for attack in attacks}
    assert families == {"forging", "reading", "writing", "escaping", "exhausting", "notebooks"}
    for attack in attacks:
        assert {"loses", "earns"} & attack.head.keys(), f"{attack.name} does not say what it must come to"
        if attack.path.parent.name == "reading":
            assert attack.says, f"{attack.name} must tell what it found"


def _assert_harmless(examined: Examined, surroundings: Surroundings) -> None:
    """Nothing secret is in what came out, all of it can be printed, nobody was called, nothing ran outside."""
    texts = [text for row in examined.results for text in (row.hint, row.inputs, row.expected, row.got)]
    texts += [*examined.notes, *examined.flags]
    for secret in (surroundings.token, surroundings.words, str(SEED)):
        assert not [text for text in texts if secret in text]
    assert not [text[:200] for text in texts if len(text) > 4_000 or UNPRINTABLE.search(text)]
    assert surroundings.visitors() == []
    assert not Path("/tmp/ran").exists()


def _told(examined: Examined) -> str:
    lines = [f"{row.check} {row.status} {row.points:g}: {row.hint[:300]}" for row in examined.results]
    return "\n".join([*lines, *examined.notes])
