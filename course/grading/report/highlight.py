"""Python source as HTML: a small Pygments lexer, since its own spends longer on an answer than the checks do."""

from __future__ import annotations

import keyword
from functools import cache

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Whitespace

MAX_CODE = 20_000  # characters that are highlighted and shown; an answer has a thousand
_CONSTANTS = ("True", "False", "None")
_KEYWORDS = sorted(set(keyword.kwlist) - {*_CONSTANTS, "def", "class"})


class AnswerLexer(RegexLexer):
    """Python's tokens as a reader tells them apart; every run of other characters is one token."""

    name = "Python answer"
    tokens = {  # noqa: RUF012 (Pygments' way of writing a lexer)
        "root": [
            (r"\s+", Whitespace),
            (words(_KEYWORDS, suffix=r"\b"), Keyword),
            (words(_CONSTANTS, suffix=r"\b"), Keyword.Constant),
            (r"(def|class)([ \t]+)(\w+)", bygroups(Keyword, Whitespace, Name.Function)),
            (r'(?s)[rbfuRBFU]{0,2}("""|\'\'\')(?:\\.|.)*?(?:\1|\Z)', String.Doc),
            (r'[rbfuRBFU]{0,2}(?:"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')', String),
            (r"[^\W\d]\w*", Name),
            (r"#[^\n]*", Comment.Single),
            (r"\d[\w.]*", Number),
            (r"@\w[\w.]*", Name.Decorator),
            (r"[^\s\w#'\"@]+", Operator),
            (r".", Operator),
        ]
    }


def highlighted(source: str) -> Markup:
    """Return source as HTML, one ``span`` per line, with Pygments' classes; what is too long is cut.

    Args:
        source: Python source, or any text.
    """
    if len(source) > MAX_CODE:
        lines = [*map(escape, source[:MAX_CODE].split("\n")), "…"]
    else:
        lines = highlight(source, _lexer(), _formatter()).removesuffix("\n").split("\n")
    return Markup("\n".join(f'<span class="l">{line}</span>' for line in lines))


@cache
def _lexer() -> AnswerLexer:
    return AnswerLexer(stripnl=False, ensurenl=False)


@cache
def _formatter() -> HtmlFormatter:
    return HtmlFormatter(nowrap=True)
