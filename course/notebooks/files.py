"""The bytes of a notebook, read into its cells, or one line that says why they are none."""

from __future__ import annotations

import json
from typing import Any

from course.errors import CourseError


class UnreadableError(CourseError, ValueError):
    """A file, an archive or a notebook cannot be read; the message says in one line what is wrong and what to do."""


def parse_notebook(data: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read a notebook.

    UTF-8, UTF-16 and UTF-32 are read, with and without a byte order mark; nbformat 3 is converted.

    Args:
        data: The file's bytes.

    Returns:
        The notebook as JSON has it: a dict whose ``"cells"`` is a list (of whatever the file says), and notes on
        what had to be done to read it.

    Raises:
        UnreadableError: It is empty, binary, cut off, not JSON, or JSON that is no notebook.
    """
    text, notes = _decode(data)
    notebook = _load(text)
    if not isinstance(notebook, dict):
        raise UnreadableError(
            f"it holds a JSON {type(notebook).__name__}, not a notebook: hand in the .ipynb file itself"
        )
    if "cells" not in notebook and "worksheets" in notebook:
        return _converted(notebook), (*notes, "written in the notebook format of 2014 (nbformat 3); converted")
    if not isinstance(notebook.get("cells"), list):
        raise UnreadableError("it is JSON without cells, not a notebook: hand in the .ipynb file itself")
    return notebook, notes


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    if not data.strip():
        raise UnreadableError("the file is empty: save the notebook and hand it in again")
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableError("it is a zip archive under a notebook's name: unpack it and hand in the .ipynb in it")
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError("it is not text (a binary file under a notebook's name): hand in the .ipynb") from None
    return text, () if encoding.startswith("utf-8") else (f"encoded as {encoding.upper()}, not UTF-8",)


def _load(text: str) -> Any:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html")):
        raise UnreadableError("it is a web page, not a notebook: download the .ipynb itself (File > Download)")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if "\n<<<<<<< " in text or "\n>>>>>>> " in text:
            raise UnreadableError("it holds conflict marks of a git merge: resolve them and hand it in again") from None
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        cut = " (the file ends too early: was it cut off?)" if ended else ""
        raise UnreadableError(
            f"it is not JSON: {error.msg}, line {error.lineno} column {error.colno}{cut}; save it in Jupyter again"
        ) from None
    except RecursionError:
        raise UnreadableError("its JSON is nested thousands deep: no notebook is") from None
    except ValueError as error:
        raise UnreadableError(f"its JSON cannot be read: {str(error).splitlines()[0][:200]}") from None


def _converted(notebook: dict[str, Any]) -> dict[str, Any]:
    import nbformat

    try:
        converted = nbformat.convert(nbformat.from_dict(notebook | {"nbformat": 3}), 4)
        return json.loads(json.dumps(converted))
    except Exception as error:
        raise UnreadableError(
            f"it is in the notebook format of 2014 and cannot be converted ({type(error).__name__}): "
            "open it in Jupyter, save it, and hand it in again"
        ) from None
