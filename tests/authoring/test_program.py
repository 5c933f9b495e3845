"""What of a cell's text its outputs depend on."""

from __future__ import annotations

import pytest

from course.authoring.program import program

PLAIN = 'def f(x):\n    s = "# é"\n    return x, s'


@pytest.mark.parametrize(
    "same",
    [
        '# About é.\n\ndef f(x):  # é\n    """Doc.\n\n    é # more\n    """\n    s = "# é"  # é\n\n    return x, s\n',
        'def f(x):\n    ### BEGIN SOLUTION\n    s = "# é"\n    return x, s\n    ### END SOLUTION',
    ],
)
def test_comments_docstrings_and_empty_lines_are_no_part_of_it(same: str):
    assert program(same) == program(PLAIN) == PLAIN


@pytest.mark.parametrize(
    "other", [PLAIN.replace("# é", "# e"), PLAIN.replace("x, s", "s, x"), "s = 1\n" + PLAIN, PLAIN + "\n'''shown'''"]
)
def test_everything_else_is(other: str):
    assert program(other) != PLAIN


@pytest.mark.parametrize("text", ["%matplotlib inline\n# x", "!ls  # all", "def f(:\n # x", "x = '''\n# x"])
def test_what_is_not_plain_python_stays_as_it_is(text: str):
    assert program(text) == text
