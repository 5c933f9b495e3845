"""A small lab to grade with: its checks are few and quick, and touch every kind of answer."""

from __future__ import annotations

from course.grading.records import Program, ProgramCell
from course.grading.session.worker import Examined

CHECKS = '''
import numpy as np

from course.checks import close, equal, holds, points

WITHOUT = {"square": ("numpy.square",)}


@points("double", 2)
def test_double(answer, rng):
    """Doubles every number."""
    x = rng.normal(size=3)
    close(answer.double(x), 2 * x, inputs={"x": x}, mistakes={"you squared it": x**2})


@points("apply_twice", 1)
def test_apply_twice(answer):
    """Calls the function it is given, twice."""
    close(answer.apply_twice(lambda x: x + 1, np.zeros(2)), [2.0, 2.0])


@points("build_head", 1)
def test_head(answer):
    """A dense layer from 4 features to 2 classes has 10 parameters."""
    equal(answer.build_head().count_params(), 10)


@points("build_head", 1, weights=True)
def test_head_computes(answer, rng):
    """The head computes x W + b."""
    model = answer.build_head()
    x = rng.normal(size=(3, 4)).astype("float32")
    kernel, bias = model.get_weights()
    close(model(x), x @ kernel + bias, atol=1e-5)


@points("square", 1)
def test_square(answer):
    """Squares a number, without NumPy's square."""
    equal(answer.square(3), 9)


@points("letter", 1)
def test_letter(answer):
    """The letter is b."""
    equal(answer.letter, "b")


@points("last", 1)
def test_last(answer):
    """Comes last, whatever went before."""
    holds(answer.last() == "done", "return 'done'")
'''

RIGHT = {
    "setup": "import keras\nimport numpy as np",
    "double": "def double(x):\n    return 2 * x",
    "apply_twice": "def apply_twice(f, x):\n    return f(f(x))",
    "build_head": "def build_head():\n    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])",
    "square": "def square(x):\n    return x * x",
    "letter": "letter = 'b'",
    "last": "def last():\n    return 'done'",
}


def program(**changes: str) -> Program:
    """Return a program of right answers, some replaced by ``changes``."""
    cells = RIGHT | changes
    return Program(tuple(ProgramCell(name, "answer", source, name) for name, source in cells.items()))


def outcome(examined: Examined) -> dict[str, str]:
    """Return each check's status, by the check's name without ``test_``."""
    return {result.check.removeprefix("test_"): result.status for result in examined.results}
