"""A text written as a patch of another: only the lines that differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from course.errors import CourseError


class PatchError(CourseError):
    """A patch is not written as one, or does not fit its text; the message quotes the line."""


def patched(text: str, patch: Iterable[str]) -> str:
    """Return a text with the changes of a patch.

    Lines that begin with ``- `` are taken out, and the lines after them that begin with ``+ `` are put in their place.
    What follows these two characters is the line, spaces and all. Both together are a hunk; an empty line, or a ``-``
    after a ``+``, begins the next. What a hunk takes out must stand in the text exactly once. Where no whole lines are
    equal to it, it is looked for inside the lines.

    Args:
        text: What is changed.
        patch: The patch's lines.

    Returns:
        The changed text, without empty lines at its end.

    Raises:
        PatchError: A line begins otherwise; a hunk takes nothing out; the text does not hold what it takes out, or
            holds it more than once; two hunks change the same place.

    Example:
        >>> print(patched("total = 0\\nfor x in row:\\n    total += x", ["-     total += x", "+     total -= x"]))
        total = 0
        for x in row:
            total -= x
    """
    text = text.rstrip("\n") + "\n"
    changes = sorted(_change(text, old, new) for old, new in _hunks(patch))
    for (_, end, _), (start, _, new) in pairwise(changes):
        if start < end:
            raise PatchError(f"two hunks change the same place; the second puts in {new!r}")
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text.rstrip("\n")


def _hunks(patch: Iterable[str]) -> list[tuple[list[str], list[str]]]:
    """Return the lines that each hunk takes out, and those that it puts in."""
    hunks: list[tuple[list[str], list[str]]] = [([], [])]
    for line in patch:
        old, new = hunks[-1]
        sign = line[:2].rstrip()
        if not line.strip():
            hunks.append(([], []))
        elif sign == "+":
            new.append(line[2:])
        elif sign != "-":
            raise PatchError(f"{line!r} is not a line of a patch: begin it with '- ' or '+ '")
        elif new:
            hunks.append(([line[2:]], []))
        else:
            old.append(line[2:])
    return [hunk for hunk in hunks if any(hunk)]


def _change(text: str, old: list[str], new: list[str]) -> tuple[int, int, str]:
    """Return from where to where a hunk changes a text, and what it puts there."""
    if not old:
        raise PatchError(f"nothing says where to put {new[0]!r}: take out the line beside it, and put it in again")
    before, after = ("".join(f"{line}\n" for line in lines) for lines in (old, new))
    starts = [match.start() for match in re.finditer(rf"^(?={re.escape(before)})", text, re.MULTILINE)]
    if not starts:  # no whole lines
        before, after = "\n".join(old), "\n".join(new)
        starts = [match.start() for match in re.finditer(f"(?={re.escape(before)})", text)]
    if len(starts) != 1:
        raise PatchError(f"{before.rstrip()!r} must stand in it exactly once, and stands there {len(starts)} times")
    return starts[0], starts[0] + len(before), after
