"""A worker gives each answer what it deserves, and lets nothing of one submission reach the next."""

from __future__ import annotations

import pytest

from course.grading.records import Program, ProgramCell
from course.grading.session.worker import Worker
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
