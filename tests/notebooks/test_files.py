"""Bytes of notebooks: every encoding is read, every half character mended, whatever is no notebook is refused."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.notebooks.files import UnreadableError, parse_notebook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding):
    content, notes = parse_notebook(json.dumps({"cells": ["é"]}, ensure_ascii=False).encode(encoding))
    assert content == {"cells": ["é"]}
    assert bool(notes) == (not encoding.startswith("utf-8"))


def test_a_windows_encoding_is_read_and_named():
    content, notes = parse_notebook('{"cells": ["naïve – café"]}'.encode("cp1252"))
    assert content == {"cells": ["naïve – café"]}
    assert "Windows-1252" in notes[0]


def test_windows_line_ends():
    assert parse_notebook(b'{\r\n"cells": []\r\n}\r\n')[0] == {"cells": []}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"# \ud83d", "# \N{REPLACEMENT CHARACTER}"),
        (rb"\ude00\ud83d", "\N{REPLACEMENT CHARACTER}" * 2),
        (rb"\ud83d\ude00", "\N{GRINNING FACE}"),
        (rb"\uD83D\uDE00\ud83d", "\N{GRINNING FACE}\N{REPLACEMENT CHARACTER}"),
        (rb"\\ud83d", r"\ud83d"),
        (rb"\\\ud83d", "\\\N{REPLACEMENT CHARACTER}"),
        (b"\xed\xa0\xbd", "\N{REPLACEMENT CHARACTER}"),
        ("\N{GRINNING FACE}".encode(), "\N{GRINNING FACE}"),
    ],
)
def test_half_a_character_is_replaced_and_a_whole_one_stays(written, read):
    assert parse_notebook(b'{"cells": ["' + written + b'"]}')[0] == {"cells": [read]}


@given(st.text(st.characters(categories=["Cs", "Ll", "So"], include_characters='\\"\n')), st.booleans())
def test_what_is_read_can_be_written(text, escaped):
    data = json.dumps({"cells": [text]}, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    (read,) = parse_notebook(data)[0]["cells"]
    read.encode()
    assert len(read) <= len(text)


def test_nbformat_3_is_converted_with_a_note():
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Title"},
        {"cell_type": "code", "language": "python", "input": ["x = 1\n", "y = 2"], "outputs": [], "collapsed": False},
        {"cell_type": "raw", "source": "raw"},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}
    content, notes = parse_notebook(json.dumps(old).encode())
    read = [(cell["cell_type"], cell["source"]) for cell in content["cells"]]
    assert read == [("markdown", "Title"), ("code", ["x = 1\n", "y = 2"]), ("raw", "raw")]
    assert "converted" in notes[0]


def test_the_largest_nbformat_3_takes_no_longer_than_its_json():
    old = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": "x"}] * 300_000}]}).encode()
    start = time.process_time()
    json.loads(old)
    alone = time.process_time() - start
    start = time.process_time()
    parse_notebook(old)
    assert time.process_time() - start < 10 * alone + 1


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(UnreadableError):
        assert isinstance(parse_notebook(data)[0]["cells"], list)
