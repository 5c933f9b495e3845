"""Cells with magics mean here what they mean to IPython, line by line, and any text is read in linear time."""

from __future__ import annotations

import ast
import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from course.notebooks import magics
from course.notebooks.magics import read_as_python, to_python

LINES = (
    *("x = 1", "def f(x):", "    return x", "if x:", "    if y:", "        %timeit u", "        v = 1", "    w = 2"),
    *("!ls", "!echo 'it", "a = !ls (", "!!ls", "%ls \\", "more \\", "c = %who", "    %ls", "\t%ls a=1", "q[1] = !ls"),
    *("d['a'] = %who 3", "y = x = %who", "%notmagic", "(", "x = (1,", "  2)", "'''", "%in a string", "s = '''abc"),
    *("x = 5 % y", "# %ls", "%ls # why", "/f a b", ",f a b", ";f a", "%%bash", "%%html x", "", "    "),
    *("In [3]: q = 1", "   ...: w = 2", ">>> e = 3", "... r = 4", "for i in x: pass", "%", "x = %", "x = !"),
)
HELP = ("foo?", "?bar", "np.sum??", "%ls?", "%ls foo?", "    foo?", "foo?  # why")


def meaning(transform, source: str) -> str:
    """Return what a cell's Python means, wherever it stands; nothing where it is none."""
    try:
        return ast.dump(ast.parse(transform(source)))
    except SyntaxError:
        return "no Python"


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=7).map("\n".join))
@settings(max_examples=400)
def test_cells_mean_what_they_mean_to_ipython(source):
    assert meaning(to_python, source) == meaning(TransformerManager().transform_cell, source)


@given(
    st.lists(st.sampled_from(("x = 1", "if x:", "    y = 2", "!ls", "", *HELP)), min_size=1, max_size=6).map("\n".join)
)
def test_help_means_what_it_means_to_ipython(source):
    assert meaning(to_python, source) == meaning(TransformerManager().transform_cell, source)


@given(st.lists(st.sampled_from((*LINES, "%%time", "%time z = 3", "b = %time f()")), max_size=8).map("\n".join))
def test_lines_stay_where_they_are(source):
    with contextlib.suppress(SyntaxError):
        assert to_python(source).count("\n") == source.count("\n") + (not source.endswith("\n"))


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%time x = f(1)", "x = f(1)"),
        ("%time f(1)", "f(1)"),
        ("%time", "pass"),
        ("if x:\n    %time y = 2\nz = 3", "if x:\n    y = 2\nz = 3"),
        ("y = %time f(1)", "y = (f(1))"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n\n%%capture out\n%time x = 1\n!ls\ny = 2", "\n\n\nx = 1\nget_ipython().system('ls')\ny = 2"),
        ("%%time\n%%timeit -n 3\nx = 1", "\n\nx = 1"),
        ("%time not python (", "get_ipython().run_line_magic('time', 'not python (')"),
        ("%%bash\necho", "get_ipython().run_cell_magic('bash', '', 'echo\\n')\n"),
        ("In [3]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
        ("[nav] In [3]: x = 1", "x = 1"),
        (">>> def f():\n...     return 1", "def f():\n    return 1"),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("x = %ls \\\n  a\ny = 1", "x = get_ipython().run_line_magic('ls', '   a')\n\ny = 1"),
    ],
)
def test_magics_that_run_python_become_what_they_run(cell, python):
    assert read_as_python(cell, lambda text: (ast.parse(text), text)[1]).rstrip("\n") == python.rstrip("\n")


def test_plain_python_is_read_once_and_as_it_stands():
    given_to_parse = []
    read_as_python("x = 1  # 100 % !", given_to_parse.append)
    assert given_to_parse == ["x = 1  # 100 % !"]


def test_a_prompt_that_is_an_annotation_to_python_is_a_prompt():
    assert ast.parse("In [3]: x = 1")
    assert read_as_python("In [3]: x = 1", str) == "x = 1\n"


HOSTILE = {
    "blanks": "x = " + " " * 30_000 + "!ls",
    "a line of blanks": "x =" + " " * 30_000,
    "escapes in an open string": "!ls\n'" + "\\'" * 15_000,
    "commands": "!(\n" * 450 + "x" * 30_000,
    "timed lines": "%time x=1\n" * 450 + "y = 2\n" * 5_000,
    "cell magics": "%%time\n" * 5_000,
    "help": "a" * 30_000 + " ?",
    "prompts": ">>> x\n" * 5_000,
    "brackets": "!ls\n" + "(((\n" * 8_000,
    "an open string": "!ls\n'''" + "\n%a" * 10_000,
    "continued": "%a \\\n" * 6_000,
    "blocks": "".join(" " * n + "if 1:\n" for n in range(99)) + (" " * 99 + "!ls\n") * 200,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(source):
    start = time.process_time()
    with contextlib.suppress(SyntaxError):
        to_python(source)
    assert time.process_time() - start < 2


def test_as_many_magics_as_ipython_reads():
    assert to_python("!ls\n" * 499).count("system") == 499
    with pytest.raises(SyntaxError, match="more than 500"):
        magics.to_python("!ls\n" * 501)
