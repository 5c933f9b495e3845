"""A worker gives each answer what it deserves, and lets nothing of one submission reach the next."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from course.grading.records import Program, ProgramCell
from course.grading.session.worker import Worker
from tests.grading.sandbox.test_used_time import LINUX, crowd
from tests.grading.small_lab import RIGHT, outcome, program

pytestmark = pytest.mark.sandbox

ALL_PASSED = dict.fromkeys(("double", "apply_twice", "head", "head_computes", "square", "letter", "last"), "passed")


def test_right_answers_earn_every_point(worker: Worker):
    examined = worker.examine(program(), seed=1)
    assert outcome(examined) == ALL_PASSED
    assert sum(result.points for result in examined.results) == 8
    assert examined.notes == []


def test_a_wrong_answer_costs_its_own_points_and_gets_its_hint(worker: Worker):
    examined = worker.examine(program(double="def double(x):\n    return x ** 2"), seed=1)
    assert outcome(examined) == ALL_PASSED | {"double": "failed"}
    assert "you squared it" in examined.results[0].hint
    assert "array of shape (3,)" in examined.results[0].expected


def test_no_answers_earn_nothing(worker: Worker):
    examined = worker.examine(Program(()), seed=1)
    assert set(outcome(examined).values()) == {"missing"}


def test_another_seed_gives_other_inputs(worker: Worker):
    wrong = program(double="def double(x):\n    return x")
    first, second, again = (worker.examine(wrong, seed).results[0].inputs for seed in (1, 2, 1))
    assert first == again != second


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("while True:\n        pass", "timeout"),
        ("while True:\n        try:\n            while True: pass\n        except BaseException: pass", "timeout"),
        ("import os; os._exit(0)", "error"),
        ("import ctypes; ctypes.string_at(0)", "error"),
        ("import sys; sys.exit(0)", "error"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "timeout"),
        ("import os, signal; os.kill(-1, signal.SIGKILL); return 2 * x", "error"),
        ("return [0] * 10 ** 10", "error"),
        ("return [[[[None]]]] * 3", "failed"),
        ("raise NotImplementedError", "missing"),
        ("return 1 / 0", "error"),
    ],
    ids=[
        "loop",
        "stubborn loop",
        "_exit",
        "segfault",
        "sys.exit",
        "stop",
        "kill all",
        "memory",
        "nonsense",
        "stub",
        "raise",
    ],
)
def test_a_broken_answer_costs_its_own_points_and_no_others(worker: Worker, code: str, status: str):
    examined = worker.examine(program(double=f"def double(x):\n    {code}"), seed=1)
    expected = ALL_PASSED | {"double": status}
    if "kill(-1" in code:  # a killed process cannot answer; whether it got its reply out first is a race it may lose
        assert outcome(examined)["last"] == "passed"
    else:
        assert outcome(examined) == expected


@pytest.mark.parametrize("code", ["while True: pass", "import os; os._exit(0)", "1 / 0", "def ("])
def test_a_broken_cell_costs_what_it_would_have_defined(worker: Worker, code: str):
    examined = worker.examine(program(double=code), seed=1)
    assert outcome(examined) == ALL_PASSED | {"double": "missing"}
    assert any("double" in note for note in examined.notes)


def test_a_model_of_own_layers_is_judged_by_what_it_computes(worker: Worker):
    own = """
class Mine(keras.layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(4, 2)); self.b = self.add_weight(shape=(2,))
    def call(self, x):
        return x @ self.w + self.b
def build_head():
    return keras.Sequential([keras.Input((4,)), Mine()])
"""
    examined = worker.examine(program(build_head=own), seed=1)
    assert outcome(examined) == ALL_PASSED | {"head": "failed", "head_computes": "failed"}
    hint = next(result.hint for result in examined.results if result.check == "test_head")
    assert "Mine" in hint


def test_what_an_exercise_rules_out_costs_its_points(worker: Worker):
    examined = worker.examine(program(square="def square(x):\n    return int(np.square(x))"), seed=1)
    assert outcome(examined) == ALL_PASSED | {"square": "forbidden"}
    evasive = worker.examine(program(square="def square(x):\n    return int(getattr(np, 'squ' + 'are')(x))"), seed=1)
    assert outcome(evasive) == ALL_PASSED
    assert any("getattr" in flag for flag in evasive.flags)


def test_magics_and_shell_escapes_do_nothing(worker: Worker):
    setup = "%matplotlib inline\n!pip install everything\nimport keras, numpy as np\nget_ipython().magic('x')"
    assert outcome(worker.examine(program(setup=setup), seed=1)) == ALL_PASSED
    timed = "%%time\n" + RIGHT["double"]
    assert outcome(worker.examine(program(double=timed), seed=1)) == ALL_PASSED


LEAVE = """
import os, subprocess, pathlib
for folder in ("/tmp", "/var/tmp", "/dev/shm"):
    nest = pathlib.Path(folder, "nest", "deep"); nest.mkdir(parents=True); (nest / "note").write_text("for my friend")
    nest.chmod(0); nest.parent.chmod(0)
if os.fork() == 0:
    os.setsid()
    import time
    time.sleep(600)
    os._exit(0)
"""
FIND = """
import os, glob
folders = ("/tmp", "/var/tmp", "/dev/shm")
names = [os.path.join(folder, name) for folder in folders for name in os.listdir(folder)]
found = [name for name in names if not os.path.ismount(name)]  # a clone in /tmp has its Python mounted there
processes = [name for name in os.listdir("/proc") if name.isdigit()]
def double(x):
    raise ValueError(f"{found} {len(processes)}")
"""


def test_neighbours_cannot_leave_each_other_anything(worker: Worker):
    before = worker.examine(program(double=FIND), seed=1).results[0].hint
    assert "ValueError: []" in before
    worker.examine(program(double=LEAVE), seed=1)
    assert worker.examine(program(double=FIND), seed=1).results[0].hint == before


def test_cells_keep_their_order_and_last_definition(worker: Worker):
    cells = (
        *program(double="def double(x):\n    return 0").cells,
        ProgramCell("more", "added", RIGHT["double"], "more"),
    )
    assert outcome(worker.examine(Program(cells), seed=1)) == ALL_PASSED


@pytest.mark.slow
def test_an_endless_loop_through_a_lent_function_costs_itself_each_time(worker: Worker):
    endless = program(apply_twice="def apply_twice(f, x):\n    while True:\n        x = f(x)")
    for _ in range(5):
        assert outcome(worker.examine(endless, seed=1)) == ALL_PASSED | {"apply_twice": "timeout"}


def test_what_one_answer_leaves_behind_costs_no_other_one(worker: Worker):
    later = "threading.Thread(target=lambda: (time.sleep(0.2), os._exit(0)), daemon=True).start()"
    bomb = f"import os, threading, time\ndef double(x):\n    {later}\n    return 2 * x"
    slow = "import time\ndef square(x):\n    time.sleep(0.5)\n    return x * x"
    assert outcome(worker.examine(program(double=bomb, square=slow), seed=1)) == ALL_PASSED


BUSY = """
import time
def {name}:
    start = time.process_time()
    while time.process_time() - start < {seconds}: pass
"""


@LINUX
def test_a_right_answer_beside_a_crowd_is_in_time(worker: Worker):
    limit = worker.limits.call_seconds
    busy = BUSY.format(name="last()", seconds=0.6 * limit) + '    return "done"'
    with crowd(3 * os.cpu_count()):
        examined = worker.examine(program(last=busy), seed=1)
    assert outcome(examined) == ALL_PASSED
    last = next(result for result in examined.results if result.check == "test_last")
    assert last.seconds > limit, "there was no crowd"


def test_a_busy_answer_ends_when_its_time_is_up(worker: Worker):
    limit = worker.limits.call_seconds
    examined = worker.examine(program(double=BUSY.format(name="double(x)", seconds=1_000)), seed=1)
    assert examined.results[0].hint == "stopped, it took too long (an endless loop?)"
    assert examined.results[0].seconds > 0.9 * limit


def test_a_submission_that_sleeps_everywhere_uses_up_its_time(worker: Worker, monkeypatch: pytest.MonkeyPatch):
    limits = replace(worker.limits, total_seconds=worker.limits.call_seconds)
    monkeypatch.setattr(worker, "limits", limits)
    sleep = f"    import time\n    time.sleep({0.6 * limits.call_seconds})\n"
    sleepy = {"double": f"def double(x):\n{sleep}    return 2 * x", "last": f"def last():\n{sleep}    return 'done'"}
    examined = worker.examine(program(**sleepy), seed=1)
    assert outcome(examined)["last"] == "timeout"
    assert "the submission used up its time" in examined.notes
