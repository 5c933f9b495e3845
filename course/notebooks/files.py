"""The bytes of a notebook, read into its cells, or one line that says why they are none; in linear time."""

from __future__ import annotations

import json
import re
from typing import Any

from course.errors import CourseError

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_JSON_ESCAPE = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"  # two halves of one character
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"  # one half alone
    r"|(\\.)",
    re.DOTALL,
)


class UnreadableError(CourseError, ValueError):
    """A file, an archive or a notebook cannot be read; the message says in one line what is wrong and what to do."""


def parse_notebook(data: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read a notebook.

    UTF-8, UTF-16 and UTF-32 are read, with and without a byte order mark, and Windows-1252, which old editors write.
    Half a character (a lone surrogate, as ``"\\ud83d"`` in the file) becomes U+FFFD, so that whoever writes the text
    on can encode it. The cells of nbformat 3 are converted.

    Args:
        data: The file's bytes.

    Returns:
        The notebook as JSON has it: a dict whose ``"cells"`` is a list (of whatever the file says), and notes on
        what had to be done to read it.

    Raises:
        UnreadableError: It is empty, binary, cut off, not JSON, or JSON that is no notebook.
    """
    text, notes = _decode(data)
    if _SURROGATE.search(text):
        text = _JSON_ESCAPE.sub(_whole_character, text)
    notebook = _load(text)
    if not isinstance(notebook, dict):
        raise UnreadableError(
            f"it holds a JSON {type(notebook).__name__}, not a notebook: hand in the .ipynb file itself"
        )
    if "cells" not in notebook and "worksheets" in notebook:
        return {"cells": _converted_cells(notebook["worksheets"])}, (
            *notes,
            "written in the notebook format of 2014 (nbformat 3); converted",
        )
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
        try:
            halves = data.decode(encoding, "surrogatepass")
        except UnicodeDecodeError:
            return _windows_text(data), ("read as Windows-1252 (cp1252), for it is no UTF-8: accents may be wrong",)
        text = halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, () if encoding.startswith("utf-8") else (f"encoded as {encoding.upper()}, not UTF-8",)


def _windows_text(data: bytes) -> str:
    text = data.decode("cp1252", errors="replace")
    if not text.lstrip().startswith("{"):
        raise UnreadableError("it is not text (a binary file under a notebook's name): hand in the .ipynb")
    return text


def _whole_character(escape: re.Match[str]) -> str:
    return escape[0] if escape[1] or escape[2] else "\\ufffd"


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


def _converted_cells(worksheets: Any) -> list[Any]:
    """Return the cells of nbformat 3 as nbformat 4 has them, outputs left out."""
    try:
        return [_converted_cell(cell) for sheet in worksheets for cell in sheet.get("cells", ())]
    except (AttributeError, TypeError):
        raise UnreadableError(
            "it is in the notebook format of 2014 and cannot be converted: "
            "open it in Jupyter, save it, and hand it in again"
        ) from None


def _converted_cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    source = cell.get("input" if kind == "code" else "source", "")
    kind = kind if kind in ("code", "raw") else "markdown"  # headings were cells of their own
    return {"cell_type": kind, "metadata": cell.get("metadata", {}), "source": source}
