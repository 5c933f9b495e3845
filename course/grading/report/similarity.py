"""Which submissions have more in common than a class usually has: fingerprints of token sequences, by winnowing.

All names count as the same, as do all numbers and all strings, so renaming hides nothing. What many students share (the
stub, the usual idiom) means nothing and is left out; among the rest, pairs are found through an index of fingerprints
and not by comparing all with all. The result says which answers a human should read side by side; it proves nothing.

Source: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
"""

from __future__ import annotations

import keyword
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

GRAM = 12  # tokens in a fingerprint: matches shorter than this are noise
WINDOW = 6  # one of this many consecutive fingerprints is kept: any match of GRAM + WINDOW - 1 tokens is found
MIN_SHARED = 8
MIN_SHARE = 0.6
MAX_TOKENS = 20_000
MAX_SOURCE = 100_000
_TOKEN = re.compile(
    r"#[^\n]*|[rbfuRBFU]{0,2}(?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|\w+|[-+*/%@&|^<>=!~]{1,3}|[^\s\w]",
    re.DOTALL,
)
_COMMENT, _SEPARATOR, _STRING, _NUMBER, _NAME, _FIRST_WORD = range(6)
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Similar:
    """Students whose answers have much in common.

    Attributes:
        students: Their names: two, or more whose answers are the same up to names, numbers and layout.
        share: How much of what is rare in the smaller of the two the other has too, from 0 to 1.
        exercises: Those in which they are nearly the same.
    """

    students: tuple[str, ...]
    share: float
    exercises: tuple[str, ...]


def similar_submissions(answers: Mapping[str, Mapping[str, str]], limit: int = 20) -> list[Similar]:
    """Find the submissions that have the most in common.

    Args:
        answers: Student → exercise → source.
        limit: How many to return at most.

    Returns:
        Groups and pairs, those with the most in common first.
    """
    same: dict[bytes, list[str]] = defaultdict(list)
    prints: dict[str, frozenset[int]] = {}
    known = _Codes()
    for student in sorted(answers):
        tokens = _tokens(answers[student], known)
        if len(tokens) < 2 * GRAM:
            continue
        group = same[tokens.tobytes()]
        group.append(student)
        if len(group) == 1:
            prints[student] = _winnow(tokens)
    groups = [Similar(tuple(group), 1.0, tuple(answers[group[0]])) for group in same.values() if len(group) > 1]
    groups.sort(key=lambda group: (-len(group.students), group.students))
    pairs = [Similar(pair, share, _alike(answers, *pair)) for pair, share in _pairs(prints, limit)]
    return (groups + pairs)[:limit]


def _pairs(prints: Mapping[str, frozenset[int]], limit: int) -> list[tuple[tuple[str, str], float]]:
    """Return the pairs that share most of what is rare, and the share."""
    common = min(12, max(3 if len(prints) > 7 else 2, len(prints) // 4))
    owners: dict[int, list[str]] = defaultdict(list)
    for student, mine in prints.items():
        for one in mine:
            owners[one].append(student)
    rare: Counter[str] = Counter()
    shared: Counter[tuple[str, str]] = Counter()
    for students in owners.values():
        if len(students) <= common:
            rare.update(students)
            shared.update(combinations(students, 2))
    shares = {pair: count / min(rare[pair[0]], rare[pair[1]]) for pair, count in shared.items() if count >= MIN_SHARED}
    found = [(pair, share) for pair, share in shares.items() if share >= MIN_SHARE]
    return sorted(found, key=lambda each: (-each[1], -shared[each[0]], each[0]))[:limit]


def _tokens(answers: Mapping[str, str], known: _Codes) -> np.ndarray:
    """Return the codes of all tokens, exercise after exercise; uint64 ``[N]``."""
    codes: list[int] = []
    for exercise in sorted(answers):
        codes += _codes(answers[exercise], known)
        codes.append(_SEPARATOR)
    return np.array(codes[:MAX_TOKENS], dtype=np.uint64)


class _Codes(dict):
    """Token → number: all names, all numbers and all strings are one; keywords and operators are themselves."""

    def __missing__(self, token: str) -> int:
        first = token[0]
        if first == "#":
            code = _COMMENT
        elif token[-1] in "\"'" and len(token) > 1:
            code = _STRING
        elif first.isdigit():
            code = _NUMBER
        elif (first.isalpha() or first == "_") and not keyword.iskeyword(token):
            code = _NAME
        else:
            code = _FIRST_WORD + zlib.crc32(token.encode("utf-8", "surrogatepass"))
        self[token] = code
        return code


def _codes(source: str, known: _Codes) -> list[int]:
    return [code for token in _TOKEN.findall(source[:MAX_SOURCE]) if (code := known[token]) != _COMMENT]


def _grams(tokens: np.ndarray) -> np.ndarray:
    """Return a hash of each run of GRAM tokens; uint64 ``[N - GRAM + 1]``."""
    powers = _BASE ** np.arange(GRAM, dtype=np.uint64)
    with np.errstate(over="ignore"):
        hashes = (np.lib.stride_tricks.sliding_window_view(tokens, GRAM) * powers).sum(axis=1, dtype=np.uint64)
        return (hashes ^ (hashes >> np.uint64(29))) * _BASE


def _winnow(tokens: np.ndarray) -> frozenset[int]:
    hashes = _grams(tokens)
    if len(hashes) > WINDOW:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(axis=1)
    return frozenset(hashes.tolist())


def _alike(answers: Mapping[str, Mapping[str, str]], one: str, other: str) -> tuple[str, ...]:
    """Return the exercises that two students answered in nearly the same words."""
    alike = []
    for exercise in answers[one]:
        if exercise in answers[other]:
            grams = [_gram_set(answers[student][exercise]) for student in (one, other)]
            if grams[0] and len(grams[0] & grams[1]) >= 0.8 * max(map(len, grams)):
                alike.append(exercise)
    return tuple(alike)


def _gram_set(source: str) -> set[int]:
    tokens = np.array(_codes(source, _Codes()), dtype=np.uint64)
    return set(_grams(tokens).tolist()) if len(tokens) >= GRAM else set()
