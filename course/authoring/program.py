"""What of a cell's text an execution depends on: its program, without comments, docstrings and empty lines."""

from __future__ import annotations

import ast
import io
import tokenize

_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def program(source: str) -> str:
    """Return a cell's text without comments, docstrings and empty lines.

    Two texts with the same program have the same outputs; what is left out can change without a new execution.

    Args:
        source: A cell's text. Returned as it is where it is not plain Python (magics, shell lines).
    """
    try:
        tree = ast.parse(source)
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return source
    lines = [line.encode() for line in io.StringIO(source)]  # ast counts columns in bytes
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1].decode()[:column].encode() + b"\n"
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            _cut(lines, node.body[0])
    text = b"".join(lines).decode()
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _cut(lines: list[bytes], docstring: ast.stmt) -> None:
    """Empty the place of a docstring."""
    first, last = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
    before, after = lines[first][: docstring.col_offset], lines[last][docstring.end_col_offset :]
    lines[first : last + 1] = [before + after, *[b"\n"] * (last - first)]
