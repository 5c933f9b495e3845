"""A code cell as plain Python: what IPython adds to the language, rewritten in one place for all who read or run cells.

IPython's own transformers say what a line means. Two things differ here. Each line of a cell is tokenised once, so any
text takes time that grows with its size only; IPython starts again at the top of the cell after each magic. And what
comes out has as many lines as the cell, each statement on its own line, so that line numbers stay true.

Magics that run Python (``%time``, ``%%time``, ``%%capture`` …) become the code that they run. Other magics and shell
escapes stay calls of ``get_ipython()``, as IPython writes them.
"""

from __future__ import annotations

import ast
import contextlib
import re
import tokenize
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeVar

from IPython.core import inputtransformer2 as ipython
from IPython.utils import tokenutil

RUNS_ITS_CODE = ("time", "timeit", "capture", "prun")  # cell magics: %%time
_MAX_STACKED = 8  # cell magics on top of each other
_LONG = 1_000  # characters of a line
_MANY = 100  # blanks in a row, or backslashes, in a line that is long
# A prompt that IPython would strip although the line is Python as it stands: an annotation of ``In[3]``.
_PROMPT = re.compile(r"^(?:(?:\[(?:nav|ins)\])? )?In \[\d+\]: ", re.MULTILINE)
_TIMED = re.compile(r"(.*?)get_ipython\(\)\.run_line_magic\('time', (.*)\)\n", re.DOTALL)

_BLOCK_TOKENS = (tokenize.INDENT, tokenize.DEDENT)

_Parsed = TypeVar("_Parsed")


def read_as_python(source: str, parse: Callable[[str], _Parsed]) -> _Parsed:
    """Read or compile a cell as the notebook would run it.

    Plain Python, which nearly every cell is, goes to ``parse`` as it stands and costs nothing more.

    Args:
        source: The cell, magics and all.
        parse: Takes Python source; raises SyntaxError where it is none. It is called once or twice.

    Returns:
        What ``parse`` returns.

    Raises:
        SyntaxError: The cell is neither Python nor what IPython makes Python of.
    """
    if not _PROMPT.search(source):
        try:
            return parse(source)
        except SyntaxError:
            pass
    return parse(to_python(source))


def to_python(source: str) -> str:
    """Return a cell with prompts, magics, shell escapes and help (``x?``) rewritten as Python.

    Args:
        source: The cell.

    Returns:
        As many lines, each statement on its own. What cannot be rewritten stays as it is.

    Raises:
        SyntaxError: Its indentation fits no block, it has more magics than IPython reads (500), or a line that no
            tokenizer reads in linear time.

    Example:
        >>> to_python("%time x = 1\\ny = !ls")
        "x = 1\\ny = get_ipython().getoutput('ls')\\n"
    """
    lines = (source if source.endswith("\n") else f"{source}\n").splitlines(keepends=True)
    if any(_is_slow(line) for line in lines):
        raise SyntaxError("a long line of blanks or backslashes in a cell with magics")
    above: list[str] = []
    for _ in range(_MAX_STACKED):
        kept = _cleaned(lines)
        above += ["\n"] * (len(lines) - len(kept))
        lines = kept
        if not _runs_its_body(lines):
            break
        above.append("\n")
        lines = lines[1:]
    rewritten = _padded(ipython.cell_magic(lines), len(lines))
    return "".join([*above, *_without_escapes(rewritten)])


def _is_slow(line: str) -> bool:
    """Say whether Python 3.11's tokenizer would take quadratic time for a line."""
    return len(line) > _LONG and (line.count("\\") > _MANY or " " * _MANY in line.replace("\t", " ").replace("\f", " "))


def _cleaned(lines: list[str]) -> list[str]:
    """Strip blank lines above the cell, its common indentation, and pasted prompts."""
    for clean in (
        *(ipython.leading_empty_lines, ipython.leading_indent),
        *(ipython.classic_prompt, ipython.ipython_prompt),
    ):
        lines = clean(lines)
    return lines


def _runs_its_body(lines: list[str]) -> bool:
    found = re.match(r"%%(\w+)(?:\s|$)", lines[0]) if lines else None
    return found is not None and found[1] in RUNS_ITS_CODE


def _padded(lines: list[str], count: int) -> list[str]:
    return [*lines, *["\n"] * (count - len(lines))]


def _without_escapes(lines: list[str]) -> list[str]:
    """Rewrite what stands on logical lines: ``%magic``, ``!command``, ``x = %magic``, ``x = !command``, ``x?``."""
    done: list[str] = []
    blocks = [""]
    for _ in range(ipython.TRANSFORM_LOOP_LIMIT):
        escape = _next_escape(lines, len(done), blocks)
        if escape is None:
            return done + lines[len(done) :]
        first, end = escape.start_line, min(_end_of(escape, lines), len(lines))
        escape.start_line = 0
        try:
            (text,) = escape.transform(lines[first:end])
        except SyntaxError:  # help on something that has none
            return done + lines[len(done) :]
        done += lines[len(done) : first] + _padded([_timed(text)], end - first)
    raise SyntaxError(f"more than {ipython.TRANSFORM_LOOP_LIMIT} magics in a cell")


def _end_of(escape: ipython.TokenTransformBase, lines: list[str]) -> int:
    if isinstance(escape, ipython.HelpEnd):
        end, escape.q_line = escape.q_line + 1, escape.q_line - escape.start_line
        return end
    return ipython.find_end_of_continued_line(lines, escape.start_line) + 1


def _timed(text: str) -> str:
    """Return a rewritten line; the code that it times, where it times any."""
    found = _TIMED.fullmatch(text)
    if not found:
        return text
    code = ast.literal_eval(found[2]).strip()
    try:
        ast.parse(code, mode="eval" if found[1].strip() else "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    return f"{found[1]}({code})\n" if found[1].strip() else f"{found[1]}{code or 'pass'}\n"


def _next_escape(lines: list[str], start: int, blocks: list[str]) -> ipython.TokenTransformBase | None:
    """Find the first escape from a line on.

    Args:
        lines: The cell.
        start: The line; a statement begins there.
        blocks: The indentation of each block that is open there, outermost first; brought up to date.
    """
    above = [f"{indentation}pass\n" for indentation in blocks]  # a tokenizer must have seen the blocks begin
    below = (lines[number] for number in range(start, len(lines)))
    for line, escape in _logical_lines(chain(above, below)):
        if line[-1].start[0] <= len(above):
            continue
        for token in line:
            if token.type == tokenize.INDENT:
                blocks.append(token.string)
            elif token.type == tokenize.DEDENT:
                blocks.pop()
        if escape:
            shift = start - len(above)
            escape.start_line += shift
            if isinstance(escape, ipython.HelpEnd):
                escape.q_line += shift
            return escape
    return None


_Line = list[tokenize.TokenInfo]


def _logical_lines(lines: Iterator[str]) -> Iterator[tuple[_Line, ipython.TokenTransformBase | None]]:
    """Yield the tokens of each logical line, and its escape; the line ends there, for what follows is no Python."""
    line, assignment, depth = [], _Assignment(), 0
    tokens = tokenutil.generate_tokens_catch_errors(lines.__next__, extra_errors_to_catch=["expected EOF"])
    with contextlib.suppress(tokenize.TokenError):  # the cell ends within a string or brackets
        for token in tokens:
            line.append(token)
            if token.type == tokenize.OP:
                depth = max(0, depth + (token.string in "([{") - (token.string in ")]}"))
            ended = token.type == tokenize.NEWLINE or (token.type == tokenize.NL and depth == 0)
            escape = _escape_at_start(line) or assignment.escape(token, depth) or (_help(line) if ended else None)
            if ended or escape:
                yield line, escape
                line, assignment = [], _Assignment()


def _escape_at_start(line: _Line) -> ipython.TokenTransformBase | None:
    """Return what a line's last token begins: ``%magic``, ``!command``; help where the line ends with ``?``."""
    *before, token = line[-2:]
    if token.string not in ipython.ESCAPE_SINGLES or (before and before[0].type not in _BLOCK_TOKENS):
        return None
    whole = f"{token.line[token.start[1] :].rstrip()}\n"
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        rest = list(tokenutil.generate_tokens_catch_errors(iter([whole]).__next__))
        ended = next(number for number, each in enumerate(rest) if each.type in (tokenize.NEWLINE, tokenize.NL))
        if found := _help(rest[: ended + 1]):
            row, column = token.start
            return ipython.HelpEnd(token.start, (row, column + found.q_col))
    return ipython.EscapedCommand(token.start)


def _help(line: _Line) -> ipython.HelpEnd | None:
    if len(line) <= 2 or line[-2].string != "?" or len(line[-1].line) > _LONG:
        return None
    first = next(token for token in line if token.type not in _BLOCK_TOKENS)
    return ipython.HelpEnd(first.start, line[-2].start)


class _Assignment:
    """Watches a logical line's tokens for ``x = %magic`` and ``x = !command``."""

    def __init__(self) -> None:
        self._last: tokenize.TokenInfo | None = None  # the "=", or the "%" after it
        self._is_over = False

    def escape(self, token: tokenize.TokenInfo, depth: int) -> ipython.TokenTransformBase | None:
        """Take the next token; return the escape that it shows."""
        if self._is_over or (self._last is None and (token.string != "=" or depth)):
            return None
        last, self._last = self._last, self._last or token
        if last is None or (token.string.isspace() and last.string == "="):
            return None
        if last.string == "%":
            self._is_over = True
            return ipython.MagicAssign(last.start) if token.type == tokenize.NAME else None
        if token.string == "%":
            self._last = token
            return None
        self._is_over = True
        is_command = token.string == "!" and not last.line.strip().startswith("=")
        return ipython.SystemAssign(token.start) if is_command else None
