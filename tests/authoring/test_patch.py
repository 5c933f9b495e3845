"""A text as a patch of another."""

from __future__ import annotations

import pytest

from course.authoring.patch import PatchError, patched

TEXT = "def f(x):\n    y = x\n\n    if y:\n        y = x\n    return y"


@pytest.mark.parametrize(
    ("patch", "changed"),
    [
        (["-     return y", "+     return -y"], "def f(x):\n    y = x\n\n    if y:\n        y = x\n    return -y"),
        (["-     y = x", "+     y = 0"], "def f(x):\n    y = 0\n\n    if y:\n        y = x\n    return y"),
        (["-     if y:", "-         y = x"], "def f(x):\n    y = x\n\n    return y"),
        (["-", "-     if y:", "+     if x:", "+"], "def f(x):\n    y = x\n    if x:\n\n        y = x\n    return y"),
        (["- def f(x):", "+ def f(x):", "+     x = 1"], TEXT.replace("(x):", "(x):\n    x = 1")),
        (["- f(x)", "+ f(x, z)", "- return y", "+ return z"], TEXT.replace("f(x)", "f(x, z)").replace("n y", "n z")),
        (
            ["-     if y:", "+     if x:", "", "- def f(x):", "+ def g(x):", ""],
            TEXT.replace("f(", "g(").replace("if y", "if x"),
        ),
        ([], TEXT),
    ],
    ids=["line", "whole lines first", "out", "empty lines", "in", "inside lines", "in any order", "nothing"],
)
def test_hunks_are_put_in_the_place_of_what_they_take_out(patch, changed):
    assert patched(TEXT, patch) == changed


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        (["- y = x", "+ y = 0"], "stands there 2 times"),
        (["-     return z"], "stands there 0 times"),
        (["+     return z"], "nothing says where to put '    return z'"),
        (["-     return y", "    return z"], "'    return z' is not a line of a patch"),
        (["-return y"], "'-return y' is not a line of a patch"),
        (["-     if y:", "-         y = x", "", "-         y = x"], "change the same place"),
    ],
)
def test_a_patch_that_does_not_fit_is_refused(patch, message):
    with pytest.raises(PatchError) as error:
        patched(TEXT, patch)
    assert message in str(error.value)
