"""What students' answers are given, what they must not call, and what they are told about formulas."""

from __future__ import annotations

import numpy as np
import pytest

from course.checks import AnswerError, CheckFailed, same_formula
from course.checks.answers import LiveAnswer
from course.checks.without import search


def _doubled_in_place(array: np.ndarray) -> np.ndarray:
    array *= 2
    return array


def test_answers_cannot_change_what_a_check_gave_them():
    given = np.arange(3.0)
    assert LiveAnswer({"double": _doubled_in_place}).double(given).tolist() == [0, 2, 4]
    assert given.tolist() == [0, 1, 2]


def test_answers_cannot_write_into_what_is_read_only():
    given = np.arange(3.0)
    given.setflags(write=False)
    with pytest.raises(AnswerError, match="read-only"):
        LiveAnswer({"double": _doubled_in_place}).double(given)
    view = np.broadcast_to(np.float64(1), 3)  # nobody made it read-only on purpose
    assert LiveAnswer({"double": _doubled_in_place}).double(view).tolist() == [2, 2, 2]


def test_a_forbidden_call_is_reported_once():
    source = "import librosa\ndef bank(rate):\n    return librosa.filters.mel(sr=rate)"
    assert search([source], "bank", ["librosa"]).forbidden == (
        "`bank` uses `librosa.filters.mel` (line 3 of its cell)",
    )


def test_evasions_are_still_seen_inside_longer_names():
    source = "def f(x):\n    return x.__globals__.values"
    assert search([source], "f", ["librosa"]).evasive


def _told(formula: str) -> str:
    with pytest.raises(CheckFailed) as failure:
        same_formula(formula, "rate / n_fft", "rate n_fft", mistakes={"the other way round": "n_fft / rate"})
    return failure.value.hint


def test_a_wrong_formula_is_told_what_is_wrong():
    assert _told("n_fft / rate") == "the other way round"
    assert "use the names rate, n_fft" in _told("8000 / 256")
    assert "'rate*(n_fft**2 + 3)'" in _told("")
