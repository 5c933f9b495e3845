"""Any bytes are read as a notebook, or refused in one line that says what they are."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.notebooks.files import UnreadableError, parse_notebook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding):
    content, notes = parse_notebook(json.dumps({"cells": ["é"]}, ensure_ascii=False).encode(encoding))
    assert content == {"cells": ["é"]}
    assert bool(notes) == (not encoding.startswith("utf-8"))


def test_windows_line_ends():
    assert parse_notebook(b'{\r\n"cells": []\r\n}\r\n')[0] == {"cells": []}


def test_nbformat_3_is_converted_with_a_note():
    cell = {"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [], "collapsed": False}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
    content, notes = parse_notebook(json.dumps(old).encode())
    assert content["cells"][0]["source"] == "x = 1"
    assert "converted" in notes[0]


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(UnreadableError):
        assert isinstance(parse_notebook(data)[0]["cells"], list)
