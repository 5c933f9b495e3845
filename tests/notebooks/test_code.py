"""What cells define: every statement that binds a name, magics included, and any source in bounded time."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.notebooks.code import MAX_STATEMENTS, defined_names, parse_cell, read_code


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(a, b=1):\n    c = 2", {"f"}),
        ("async def f(): pass\nclass C:\n    x = 1", {"f", "C"}),
        ("a = b, *c = d[0], e.f = 1, 2", {"a", "b", "c"}),
        ("a: int = 1\nb += 1", {"a", "b"}),
        ("import a, b.c, d as e\nfrom f import g, h as i", {"a", "b", "e", "g", "i"}),
        ("for a, (b, c) in d:\n    e = 1\nelse:\n    f = 2", {"a", "b", "c", "e", "f"}),
        ("with a as b, c as (d, e):\n    f = 1", {"b", "d", "e", "f"}),
        ("try:\n    a = 1\nexcept E as error:\n    b = 2\nfinally:\n    c = 3", {"a", "b", "c"}),
        ("match a:\n    case [b, *c]: d = 1\n    case {'k': e, **f}: pass\n    case C(x=g) | g: pass", set("bcdefg")),
        ("print(a := 1)\nwhile (b := f(a)): c = 2", {"a", "b", "c"}),
        ("[x for x in y if (z := x)]", {"z"}),
        ("lambda: (x := 1)", set()),
        ("a.b = c[d] = 1\ndel e", set()),
        ("%time x = 1\n%matplotlib inline\ny = !ls\nz = %time f()", {"x", "y", "z"}),
        ("%%time\nx = 1", {"x"}),
        ("%%capture out\n%%timeit\nx = 1", {"x"}),
        ("%%bash\nx=1", set()),
        ("In [3]: x = 1\n   ...: y = 2", {"x", "y"}),
        (">>> def f():\n...     return 1\n", {"f"}),
        ("def broken(x:\nclass Begun:\nname = 1\nother: int = (\n  inner = 1", {"broken", "Begun", "name", "other"}),
    ],
)
def test_names(source, names):
    assert defined_names(source) == names


@given(st.text(max_size=60) | st.text("x=%!?\n ()'\"\\\t:;[]1", max_size=60))
def test_any_text_is_read(source):
    code = read_code(source)
    assert [statement.meaning for statement in code.statements] == [one.meaning for one in read_code(source).statements]


def test_lines_are_the_cells_own():
    code = read_code("%%time\n\n%time x = 1\n@f\ndef g():\n    return 1\n!ls")
    assert [list(statement.lines) for statement in code.statements] == [[2], [3, 4, 5], [6]]
    assert code.only(code.statements[1:2]) == "\n\n\n@f\ndef g():\n    return 1"
    assert code.without(code.statements[1:]).rstrip() == "%%time\n\n%time x = 1"


def test_a_number_too_long_to_print_has_a_meaning():
    (statement,) = read_code("x = 0x" + "f" * 5_000).statements
    (other,) = read_code("x = 0x" + "f" * 4_999).statements
    assert statement.names == {"x"}
    assert statement.meaning != other.meaning


def test_thousands_of_statements_are_not_taken_apart():
    assert len(read_code("x\n" * MAX_STATEMENTS).statements) == MAX_STATEMENTS
    assert read_code("x = 1\n" * 30_000).statements == ()
    assert read_code("x = 1\n" * 30_000).names == {"x"}


HOSTILE = {
    "blanks": "x =" + " " * 30_000,
    "blanks before a magic": "x =" + " " * 30_000 + "%",
    "statements": "x\n" * 50_000,
    "a chain": "x=" * 50_000 + "1",
    "signs": "-" * 50_000,
    "brackets": "{" * 50_000,
    "words": "not " * 20_000 + "x",
    "f-strings": "f'{" * 1_000,
    "a pattern": "match x:\n case " + "(" * 190 + "a" + ")" * 190 + ":pass",
    "annotations": "x:" * 20_000,
    "definitions": "def " * 20_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(source):
    start = time.process_time()
    [statement.meaning for statement in read_code(source).statements]
    assert time.process_time() - start < 3


def test_what_parses_is_what_python_reads():
    source = "x = 1\nif x:\n    y = 2\n"
    assert ast.dump(parse_cell(source)) == ast.dump(ast.parse(source))
    assert parse_cell("x = (") is None
