"""The graded checks of lab 3: seeing sound. They stand in the order of the notebook, which `check()` follows."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import keras
import librosa
import numpy as np
import soundfile

from course.checks import close, equal, holds, one_letter, points, read_only, same_formula
from course.checks.answers import AnswerError
from course.checks.compare import difference
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
SPECTRA = ("librosa", "scipy", "skimage", "cv2", "course", "matplotlib")

librosa.stft(np.zeros(64, "float32"), n_fft=64)  # librosa loads its parts at first use: once, not for each submission

LIBRARIES = (  # librosa and numba load and compile their parts at first use: better once than in each submission
    "librosa.core.audio",
    "librosa.core.spectrum",
    "librosa.feature.spectral",
    "librosa.filters",
    "librosa.util.utils",
    "scipy.signal",
    "soundfile",
    "soxr",
)

WITHOUT = {
    "power_spectrogram": (*FRAMEWORKS, *SPECTRA),
    "spectrogram_shape": (*FRAMEWORKS, *SPECTRA, "power_spectrogram"),
    "hz_to_mel": (*FRAMEWORKS, *SPECTRA),
    "mel_filterbank": (*FRAMEWORKS, *SPECTRA),
    "log_mel": (*FRAMEWORKS, *SPECTRA),
    "field_extent": (*FRAMEWORKS, *SPECTRA),
    "detect_events": (*FRAMEWORKS, *SPECTRA),
    "speaker_split": (*FRAMEWORKS, "sklearn", "course"),
    "time_shift": (*FRAMEWORKS, *SPECTRA),
    "spec_augment": (*FRAMEWORKS, *SPECTRA),
    "load_clip": (*FRAMEWORKS, "course"),
}

TOLERANCE = {"rtol": 1e-4, "atol": 1e-4}
SETTINGS = ((512, 100), (256, 128), (128, 128))  # n_fft, hop


# what several exercises share


def _named(got: Any, wrongs: Mapping[str, Iterable], otherwise: str, **tolerance: float) -> str:
    """Return the hint whose wrong values (or functions that make them) include ``got``, or ``otherwise``."""
    for hint, values in wrongs.items():
        for value in values:
            if not difference(got, value() if callable(value) else value, **tolerance):
                return hint
    return otherwise


def _told(call: Callable, says: Mapping[str, str], **shown: Any) -> Any:
    """Call an answer; where it raises an error that holds one of the words of ``says``, say the hint beside it.

    What the hint does not name is raised as it is.
    """
    try:
        return call()
    except AnswerError as error:
        for words, hint in says.items():
            holds(words not in str(error), f"{hint} (your code raised {error})", got=error.trace, **shown)
        raise


WRITTEN = "the spectrograms that come in are not to be changed: write into a copy"


# power_spectrogram


def _signal(rng, samples: int) -> np.ndarray:
    """Return noise and a tone: it does not begin or end at zero."""
    time = np.arange(samples) / 8000
    return 0.3 * rng.standard_normal(samples) + np.cos(2 * np.pi * rng.uniform(200, 3500) * time)


def _sounds(rng) -> list[dict]:
    """Return arguments: for each setting a length that hop does not divide, and one that it does."""
    lengths = [(n_fft, hop, hop * int(rng.integers(16, 22)), int(rng.integers(1, hop))) for n_fft, hop in SETTINGS]
    return [
        {"signal": _signal(rng, samples + rest), "n_fft": n_fft, "hop": hop}
        for n_fft, hop, samples, more in lengths
        for rest in (more, 0)
    ]


def _frames(signal, n_fft, hop, pad="constant", before=True, after=True) -> np.ndarray:
    around = (n_fft // 2 * before, n_fft // 2 * after)
    return np.lib.stride_tricks.sliding_window_view(np.pad(signal, around, mode=pad), n_fft)[::hop]


def _hann(n_fft) -> np.ndarray:
    return np.hanning(n_fft + 1)[:-1]


def _power(signal, n_fft, hop, window=None, drop=0, **framing) -> np.ndarray:
    """Return a power spectrogram, right or with a known mistake."""
    frames = _frames(signal, n_fft, hop, **framing)
    weights = _hann(n_fft) if window is None else window
    return np.abs(np.fft.rfft(frames[: len(frames) - drop] * weights)).T ** 2


def _windowed_in_place(signal, n_fft, hop) -> np.ndarray:
    """Return the result of ``frame *= window`` on slices that overlap."""
    padded, columns = np.pad(signal, n_fft // 2), []
    for start in range(0, len(padded) - n_fft + 1, hop):
        padded[start : start + n_fft] *= _hann(n_fft)
        columns.append(np.abs(np.fft.rfft(padded[start : start + n_fft])) ** 2)
    return np.array(columns).T


def _real_part(signal, n_fft, hop) -> np.ndarray:
    return np.fft.rfft(_frames(signal, n_fft, hop) * _hann(n_fft)).real.T ** 2


def _librosa_power(signal, n_fft, hop) -> np.ndarray:
    return np.abs(librosa.stft(signal, n_fft=n_fft, hop_length=hop)) ** 2


NOT_CENTRED = "the frames are not centred: put n_fft // 2 zeros before and after the sound"
LAST_FRAME = "the last frame is missing: frames are taken as long as they fit"
ROWS_ARE_FREQUENCIES = "transposed: rows are frequencies, columns are frames"
HOP_IGNORED = "`hop` is ignored: take the argument, not a number of your own"
N_FFT_IGNORED = "`n_fft` is ignored: take the argument, not the notebook's N_FFT"


def _power_mistakes(signal, n_fft, hop) -> dict:
    wrong = partial(_power, signal, n_fft, hop)
    return {
        "no window: multiply each frame by the Hann window before the transform": partial(wrong, window=1.0),
        "the window is the symmetric one (np.hanning); divide by n_fft in the cosine, not by n_fft − 1": (
            partial(wrong, window=np.hanning(n_fft))
        ),
        "the window is squared: multiply each frame by it once": partial(wrong, window=_hann(n_fft) ** 2),
        "`frame *= window` changes the sound itself, where the next frame begins: write frame * window": (
            partial(_windowed_in_place, signal, n_fft, hop)
        ),
        NOT_CENTRED: partial(wrong, before=False, after=False),
        "put zeros around the sound, not its mirror image": partial(wrong, pad="reflect"),
        LAST_FRAME: partial(wrong, drop=1),
        "this is the magnitude: power is its square": lambda: np.sqrt(wrong()),
        "squared twice: the power is the magnitude squared": lambda: wrong() ** 2,
        "these are decibels: return the power as it is": lambda: 10 * np.log10(np.maximum(wrong(), 1e-10)),
        ROWS_ARE_FREQUENCIES: lambda: wrong().T,
        "divided by n_fft: the power is the squared magnitude as rfft gives it": lambda: wrong() / n_fft,
        "power is |z|² with real and imaginary part; the real part alone depends on when a wave begins": (
            partial(_real_part, signal, n_fft, hop)
        ),
    }


@points("power_spectrogram", 1)
def test_power_spectrogram_shape(answer, rng):
    """The shape: n_fft // 2 + 1 frequencies, a frame centred on every hop-th sample"""
    for given in _sounds(rng):
        got = answer.power_spectrogram(**given)
        holds(got is not None, "it returned None: is there a return?", inputs=given)
        samples, n_fft, hop = len(given["signal"]), given["n_fft"], given["hop"]
        rows, frames = n_fft // 2 + 1, 1 + samples // hop
        equal(
            np.shape(got),
            (rows, frames),
            hint="pad n_fft // 2 zeros on both sides, take frames as long as they fit, and let frequencies be rows",
            mistakes={
                ROWS_ARE_FREQUENCIES: (frames, rows),
                NOT_CENTRED: (rows, 1 + (samples - n_fft) // hop),
                "one side only is padded: put n_fft // 2 zeros before the sound and as many behind it": (
                    (rows, 1 + (samples - n_fft // 2) // hop)
                ),
                LAST_FRAME: (rows, frames - 1),
                "half of the rows are mirror images: np.fft.rfft leaves them out": (n_fft, frames),
                "row n_fft // 2 is missing: it is the frequency rate / 2; np.fft.rfft gives it": (rows - 1, frames),
                HOP_IGNORED: (rows, 1 + samples // (n_fft // 2)),
                "`hop` is ignored: take the argument, not the notebook's HOP": (rows, 1 + samples // 128),
                N_FFT_IGNORED: (129, frames),
                "`n_fft` and `hop` are ignored: take the arguments, not the notebook's N_FFT and HOP": (
                    (129, 1 + samples // 128)
                ),
            },
            inputs=given,
        )


@points("power_spectrogram", 2)
def test_power_spectrogram_values(answer, rng):
    """The values: as librosa's, for several settings"""
    for given in _sounds(rng):
        got = answer.power_spectrogram(**given)
        holds(not np.iscomplexobj(got), "complex numbers: the power is the magnitude squared, np.abs(z) ** 2", got=got)
        close(got, _librosa_power(**given), mistakes=_power_mistakes(**given), inputs=given, **TOLERANCE)


# spectrogram_shape, frequency_step, window_for_tones


@points("spectrogram_shape", 1)
def test_spectrogram_shape(answer, rng):
    """Rows and frames of any spectrogram, without computing one"""
    settings = ((256, 128), (512, 100), (64, 16), (400, 160), (1024, 250))
    for (n_fft, hop), divides in itertools.product(settings, (False, True)):
        samples = hop * int(rng.integers(20, 60)) + (0 if divides else int(rng.integers(1, hop)))
        rows, frames = n_fft // 2 + 1, 1 + samples // hop
        shown = f"samples={samples}, n_fft={n_fft}, hop={hop}"
        got = answer.spectrogram_shape(samples, n_fft, hop)
        mistakes = {
            "the + 1 of the frames is missing: one is centred on sample 0": (rows, frames - 1),
            "the + 1 of the rows is missing: frequency 0 is one of them": (rows - 1, frames),
            "padding forgotten: there are n_fft // 2 zeros on either side": (rows, 1 + (samples - n_fft) // hop),
            "the other way round: rows first, then frames": (frames, rows),
            "rounded up: a frame needs its middle within the sound": (rows, 1 + -(-samples // hop)),
            "rfft gives half of the rows only": (n_fft, frames),
        }
        if divides:
            mistakes = {
                "where hop divides the length, one frame more is centred just behind the last sample: the zeros let "
                "it fit; divide samples, not samples − 1, and do not round up": (rows, frames - 1)
            }
        hint = "rfft of n samples gives n // 2 + 1 frequencies; frames are centred on samples 0, hop, 2·hop …"
        equal(got, (rows, frames), hint=hint, mistakes=mistakes, inputs=shown)
        hint = "whole numbers are asked for: // divides without leaving a float"
        holds(np.asarray(got).dtype.kind in "iu", hint, inputs=shown, got=got)


@points("frequency_step", 0.5)
def test_frequency_step(answer):
    """Hertz between two neighbouring rows"""
    same_formula(
        answer.frequency_step,
        "rate / n_fft",
        "rate n_fft",
        hint="row n_fft / 2 is at half the sample rate; the rows between are equally far apart",
        mistakes={
            "this is the duration of the window in seconds: its inverse is the step": "n_fft / rate",
            "row n_fft/2 is at rate/2, so the step is (rate/2) / (n_fft/2)": "rate / (2*n_fft)",
            "twice too large: n_fft/2 steps reach rate/2, not rate": "2*rate / n_fft",
            "rows 0 to n_fft/2 have n_fft/2 steps between them, not n_fft/2 + 1": "(rate/2) / (n_fft/2 + 1)",
        },
    )


@points("window_for_tones", 0.5)
def test_window_for_tones(answer):
    """The smallest window that separates two tones"""
    got = answer.window_for_tones
    holds(isinstance(got, (int, float)) and got > 0, "a whole number of samples, without quotes", got=got)
    holds(got == 512, _why_not_this_window(got), got=got)


def _why_not_this_window(samples: float) -> str:
    """Return what is wrong with a window, without saying which one is right."""
    if samples == 800:
        return "two rows, not four: the bumps may overlap at their feet"
    if math.log2(samples) % 1:
        return "not a power of two: if this many samples would do, which power of two is the next one up?"
    if samples > 512:
        return "this works, but a smaller power of two does too"
    return f"two rows are {16000 / samples:g} Hz wide: they must fit into the 40 Hz between the tops"


# hz_to_mel


def _curve(hz):
    return 15 + 27 * np.log(np.maximum(hz, 1e-9) / 1000) / np.log(6.4)


def _mel_mistakes(hz) -> dict[str, list]:
    straight, curved, is_low = hz * 3 / 200, _curve(hz), hz < 1000
    decades = 15 + 27 * np.log10(np.maximum(hz, 1e-9) / 1000) / np.log(6.4)
    natural = 15 + 27 * np.log(np.maximum(hz, 1e-9) / 1000)
    return {
        "this is HTK's formula; the lab takes Slaney's": [2595 * np.log10(1 + hz / 700)],
        "your straight line goes on above 1,000 Hz, where it must end: there the scale is a logarithm": [straight],
        "the logarithm is used below 1,000 Hz too: there the scale is straight": [curved],
        "divide the logarithm by ln 6.4: 27 mel for every factor 6.4": [np.where(is_low, straight, natural)],
        "the two logarithms differ: both are natural, or both to the base 10": [np.where(is_low, straight, decades)],
        "the 15 is missing: above 1,000 Hz the scale goes on from 15 mel": [np.where(is_low, straight, curved - 15)],
        "the straight part is f / (200/3), which is f · 3/200: 1,000 Hz are 15 mel": [
            np.where(is_low, hz * factor, curved) for factor in (200 / 3, 1 / 200 / 3, 3 / 2000)
        ],
        WHOLE_NUMBERS: [np.trunc(np.where(is_low, straight, curved))],
    }


def _hertz_mistakes(mel) -> dict[str, list]:
    straight, curved, is_low = mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27), mel < 15
    return {
        "this is HTK's formula; the lab takes Slaney's": [700 * (10 ** (mel / 2595) - 1)],
        "your straight line goes on above 15 mel, where it must end: there the scale is a power of 6.4": [straight],
        "the power is used below 15 mel too: there the scale is straight": [curved],
        "above 15 mel the base is 6.4, not e or 10": [
            np.where(is_low, straight, 1000 * base ** ((mel - 15) / 27)) for base in (math.e, 10)
        ],
        "the 15 is missing in the exponent": [np.where(is_low, straight, 1000 * 6.4 ** (mel / 27))],
        "the straight part is m · 200/3: 15 mel are 1,000 Hz": [
            np.where(is_low, mel * factor, curved) for factor in (3 / 200, 200 * 3, 1 / 200 / 3)
        ],
        WHOLE_NUMBERS: [np.trunc(np.where(is_low, straight, curved))],
    }


WHOLE_NUMBERS = (
    "whole numbers come out: np.zeros_like of an array of integers holds integers; begin with "
    "np.asarray(…, dtype=float)"
)
ONE_BY_ONE = {"truth value": "`if` asks a whole array at once: choose for each element, as np.where does"}


def _scale_agrees(function, values, right, mistakes) -> None:
    """Compare one of the two functions on floats, on integers and on single numbers."""
    for given in (values, values.astype(int)):
        got = _told(partial(function, given), ONE_BY_ONE, inputs={"input": given})
        hint = _named(got, mistakes(given.astype(float)), "the two parts meet at 1,000 Hz = 15 mel", **TOLERANCE)
        close(got, right(given), hint=hint, inputs={"input": given}, **TOLERANCE)
    for number in (float(values[-1]), int(values[-1])):
        try:
            got = function(number)
        except AnswerError as error:
            holds(False, f"one number must work as well as an array; it raised {error}", inputs=f"input: {number!r}")
        one = np.asarray(float(number))
        hint = _named(got, mistakes(one), "one number must work as well", **TOLERANCE)
        close(got, right(number), hint=hint, inputs=f"input: {number!r}", **TOLERANCE)


@points("hz_to_mel", 0.5)
def test_hz_to_mel(answer, rng):
    """Hertz to mel, below and above 1,000 Hz, as librosa's; arrays and single numbers"""
    hz = np.concatenate([[0.0, 1000.0], rng.uniform(0, 8000, size=12), rng.uniform(100, 900, size=1)])
    _scale_agrees(answer.hz_to_mel, hz, librosa.hz_to_mel, _mel_mistakes)


@points("hz_to_mel", 0.5)
def test_mel_to_hz(answer, rng):
    """Mel to hertz is the inverse; arrays and single numbers"""
    mel = np.concatenate([[0.0, 15.0], rng.uniform(0, 45, size=12), rng.uniform(16, 40, size=1)])
    _scale_agrees(answer.mel_to_hz, mel, librosa.mel_to_hz, _hertz_mistakes)


# mel_filterbank


def _rounded(hz, rate, n_fft, how) -> np.ndarray:
    """Return points moved to rows, as many tutorials do."""
    rows = {"floor": hz * n_fft / rate, "round": hz * n_fft / rate + 0.5, "classic": hz * (n_fft + 1) / rate}[how]
    return np.floor(rows) * rate / n_fft


def _bank(
    rate, n_fft, mels, low=0.0, high=None, height="area", straight_in_mel=False, rounding=None, spaced="mel", reach=1.0
) -> np.ndarray:
    """Return a filterbank, right or with a known mistake; ``reach`` is the last row's frequency in half rates."""
    frequencies = np.linspace(0, reach * rate / 2, n_fft // 2 + 1)
    high = rate / 2 if high is None else high
    edges = librosa.hz_to_mel([low, high])
    hz = librosa.mel_to_hz(np.linspace(*edges, mels + 2)) if spaced == "mel" else np.linspace(low, high, mels + 2)
    hz = _rounded(hz, rate, n_fft, rounding) if rounding else hz
    axis, ends = (librosa.hz_to_mel(frequencies), librosa.hz_to_mel(hz)) if straight_in_mel else (frequencies, hz)
    left, top, right = ends[:-2, None], ends[1:-1, None], ends[2:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        bank = np.nan_to_num(np.maximum(np.minimum((axis - left) / (top - left), (right - axis) / (right - top)), 0))
        tops = {"area": 2 / (hz[2:] - hz[:-2]), "rows": 2 / (hz[2:] - hz[:-2]) * rate / n_fft, "one": np.ones(mels)}
        return bank * np.nan_to_num(tops[height])[:, None]


def _bank_mistakes(*arguments, **keywords) -> dict[str, list]:
    wrong = partial(_bank, *arguments, **keywords)
    bank = wrong()
    sums = bank.sum(axis=1, keepdims=True)
    rounded = [partial(wrong, rounding=how, height=tops) for how in ("floor", "round", "classic") for tops in HEIGHTS]
    return {
        "the triangles have height 1: divide by half their width, so that their area is 1": [
            partial(wrong, height="one")
        ],
        "the triangles are straight in mel: read them off at the frequencies in Hz": [
            partial(wrong, straight_in_mel=True, height=tops) for tops in HEIGHTS
        ],
        "the points are equally far apart in hertz: space them equally in mel, then turn them back": [
            partial(wrong, spaced="hz")
        ],
        "the points are rounded to rows: keep them where they are, between the rows": rounded,
        "each band is divided by the sum of its weights; the area in Hz must be 1: height 2 / (right − left)": [
            bank / np.where(sums > 0, sums, 1)
        ],
        "the area is counted in rows: it must be 1 in Hz": [partial(wrong, height="rows")],
        "the rows reach from 0 to rate / 2, not to rate": [partial(wrong, reach=2.0)],
        "transposed: bands are rows": [bank.T],
        "the last row is missing: there are n_fft // 2 + 1, the last one at rate / 2": [bank[:, :-1]],
        "the height is 1 / (right − left): a triangle of area 1 has twice that": [bank / 2],
        "the height is divided by the width twice": [bank * 2 * bank.max(axis=1, keepdims=True)],
    }


HEIGHTS = ("area", "one", "rows")
BANK_ERRORS = {
    "NoneType": "`high` may be None, which stands for rate / 2",
    "IndexError": "`mels` bands need mels + 2 points: band b begins at point b and ends at point b + 2",
}


def _shape_of_a_bank(got, expected) -> str:
    """Return a hint from which part of the triangles is as it should be."""
    if np.shape(got) != expected.shape:
        return f"the shape must be (mels, n_fft // 2 + 1) = {expected.shape}; mels bands need mels + 2 points"
    if np.isnan(got).any():
        return "NaN is 0 / 0: do two points of a triangle fall onto one row? Keep them between the rows"
    if np.min(got) < -1e-9:
        return "weights below 0: outside of its triangle a band has weight 0 (np.maximum(…, 0))"
    rows, tops = np.arange(expected.shape[1]), expected.argmax(axis=1)[:, None]
    is_right = np.isclose(got, expected, rtol=1e-4, atol=1e-7)
    if is_right[rows < tops].all():
        return "the rising sides are right, the falling ones are not: from the top at p[b + 1] down to 0 at p[b + 2]"
    if is_right[rows > tops].all():
        return "the falling sides are right, the rising ones are not: from 0 at p[b] up to the top at p[b + 1]"
    return "draw one band beside the triangle of the text: where does it begin, where is its top, where does it end?"


def _bank_agrees(answer, rate, n_fft, mels, *between, mistakes) -> None:
    """Compare a filterbank with librosa's."""
    shown = f"rate={rate}, n_fft={n_fft}, mels={mels}" + "".join(
        f", {name}={hz:.1f}" for name, hz in zip(("low", "high"), between)
    )
    got = _told(partial(answer.mel_filterbank, rate, n_fft, mels, *between), BANK_ERRORS, inputs=shown)
    limits = dict(zip(("fmin", "fmax"), between))
    expected = 0.0 + librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels, dtype=np.float64, **limits)  # no -0.0
    numbers = np.asarray(got)
    if numbers.dtype.kind == "f" and numbers.size and np.isnan(numbers).all():
        holds(False, "nothing but NaN: `high` may be None, which stands for rate / 2", inputs=shown, got=got)
    if difference(got, expected, 1e-4, 1e-7):
        named = _named(got, mistakes(rate, n_fft, mels, *between), "", rtol=1e-4, atol=1e-7)
        close(got, expected, hint=named or _shape_of_a_bank(numbers, expected), inputs=shown, rtol=1e-4, atol=1e-7)


@points("mel_filterbank", 1.5)
def test_mel_filterbank(answer, rng):
    """Triangles between points equally far apart in mel, of area 1, as librosa's"""
    for rate, n_fft, mels in ((8000, 256, 40), (16000, 512, 24), (22050, 1024, 64)):
        _bank_agrees(answer, rate, n_fft, mels, mistakes=_bank_mistakes)


@points("mel_filterbank", 0.5)
def test_mel_filterbank_between(answer, rng):
    """From a lowest to a highest frequency"""
    for rate, n_fft, mels in ((8000, 512, 20), (16000, 512, 32)):
        low, high = float(rng.uniform(50, 300)), float(rng.uniform(0.3, 0.45) * rate)
        _bank_agrees(answer, rate, n_fft, mels, low, high, mistakes=_bank_mistakes_between)


def _bank_mistakes_between(rate, n_fft, mels, low, high) -> dict[str, list]:
    return {
        "`low` and `high` are ignored": [partial(_bank, rate, n_fft, mels)],
        "`high` is ignored": [partial(_bank, rate, n_fft, mels, low)],
        "`low` is ignored": [partial(_bank, rate, n_fft, mels, 0.0, high)],
        **_bank_mistakes(rate, n_fft, mels, low, high),
    }


# log_mel


def _librosa_log_mel(signal, rate, n_fft, hop, mels, top_db=80.0) -> np.ndarray:
    power = librosa.feature.melspectrogram(y=signal, sr=rate, n_fft=n_fft, hop_length=hop, n_mels=mels)
    return librosa.power_to_db(power, top_db=top_db)


def _decibels(power) -> np.ndarray:
    return 10 * np.log10(np.maximum(power, 1e-10))


def _cut(level, top_db) -> np.ndarray:
    return np.maximum(level, level.max() - top_db)


def _log_mel_mistakes(signal, rate, n_fft, hop, mels, top_db) -> dict[str, list]:
    settings = {"y": signal, "sr": rate, "n_fft": n_fft, "hop_length": hop, "n_mels": mels}
    power = librosa.feature.melspectrogram(**settings)
    level, cut = _decibels(power), _cut(_decibels(power), top_db)
    return {
        "transposed: rows are bands, columns are frames": [cut.T, level.T],
        "this is the natural logarithm; decibels are 10 · log10": _cuts(level * math.log(10), top_db, (0.1, 1, 2)),
        "10 · log10, not 20: this is a power already": _cuts(level, top_db, (2,)),
        "the factor 10 is missing: decibels are 10 · log10": _cuts(level, top_db, (0.1,)),
        "decibels are 10 · log10: multiply, and by 10": _cuts(level, top_db, (0.5, 0.05, 0.01, 0.005)),
        "the bands are made of power, not of its square root": [
            lambda: _cut(_decibels(librosa.feature.melspectrogram(**settings, power=1)), top_db)
        ],
        **_limit_mistakes(power, level, top_db),
        "first make the bands of the power, then take the logarithm": [
            lambda: (
                librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels) @ _decibels(_librosa_power(signal, n_fft, hop))
            )
        ],
    }


def _cuts(level, top_db, factors: Sequence[float]) -> list:
    """Return decibels multiplied by wrong factors, cut off or not."""
    return [wrong for factor in factors for wrong in (_cut(factor * level, top_db), factor * level)]


def _limit_mistakes(power, level, top_db) -> dict[str, list]:
    """Return what the two limits, of power and of decibels, give where they are misunderstood."""
    most, bare = level.max(), 10 * np.log10(np.maximum(power, 1e-300))
    return {
        "not cut off: raise what is more than top_db below the largest value to that limit": [level],
        "top_db is ignored: it is not always 80": [_cut(level, 80.0)],
        "top_db counts from the loudest value on: np.maximum(level, level.max() − top_db)": [
            np.maximum(level, -top_db),
            np.maximum(level, top_db),
            np.maximum(level, level.min() + top_db),
        ],
        "np.minimum cuts off what is loud; np.maximum raises what is soft": [
            np.minimum(level, most - top_db),
            np.minimum(level, -top_db),
        ],
        "the limit of 1e-10 belongs to the power, before the logarithm: np.maximum(power, 1e-10)": [
            np.maximum(level, 1e-10),
            _cut(np.maximum(level, 1e-10), top_db),
        ],
        "this is relative to the loudest value; keep the decibels as they are": [
            _cut(level, top_db) - most,
            level - most,
        ],
        "cut off below the loudest value of the whole recording, not of each band": [
            np.maximum(level, level.max(axis=1, keepdims=True) - top_db)
        ],
        "cut off below the loudest value of the whole recording, not of each frame": [
            np.maximum(level, level.max(axis=0, keepdims=True) - top_db)
        ],
        "a power of 0 counts as 1e-10: take the maximum, do not add": [
            _cut(10 * np.log10(power + 1e-10), top_db),
        ],
        "a power below 1e-10 counts as 1e-10: np.maximum(power, 1e-10)": [bare, _cut(bare, top_db)],
    }


def _fading(rng, samples: int) -> np.ndarray:
    """Return a tone over a soft hiss that dies away: limits matter within a frame and from frame to frame."""
    time = np.arange(samples) / 8000
    sound = 0.001 * rng.standard_normal(samples) + np.cos(2 * np.pi * rng.uniform(200, 3500) * time)
    return sound * np.exp(-np.arange(samples) / (samples / 12))


@points("log_mel", 1)
def test_log_mel(answer, rng):
    """Decibels of the mel bands, as librosa's, for several settings"""
    for rate, n_fft, hop, mels, top_db in (
        (22050, 1024, 300, 64, 40.0),
        (16000, 512, 160, 24, 60.0),
        (8000, 256, 128, 40, 80.0),
    ):
        signal = _fading(rng, int(rng.integers(4000, 6000)))
        given = {"signal": signal, "rate": rate, "n_fft": n_fft, "hop": hop, "mels": mels, "top_db": top_db}
        _levels_agree(answer.log_mel(**given), given)


@points("log_mel", 0.5)
def test_log_mel_of_little(answer, rng):
    """A soft recording and a silent one: no infinity, and nothing under 1e-10"""
    settings = {"rate": 8000, "n_fft": 256, "hop": 128, "mels": 40}
    soft = {"signal": 3e-6 * _signal(rng, 3000), **settings}
    got = answer.log_mel(**soft)
    holds(np.all(np.isfinite(got)), INFINITE, inputs=soft, got=got)
    _levels_agree(got, soft | {"top_db": 80.0})
    silence = {"signal": np.zeros(3000), **settings}
    got = answer.log_mel(**silence)
    holds(np.all(np.isfinite(got)), INFINITE, inputs=silence, got=got)
    hint = "silence is −100 dB everywhere: a power of 0 counts as 1e-10"
    close(got, np.full((40, 24), -100.0), hint=hint, inputs=silence, atol=1e-3)


INFINITE = "a power of 0 counts as 1e-10, so that no logarithm is infinite"


def _levels_agree(got, given: dict) -> None:
    """Compare a log-mel spectrogram with librosa's; ``given`` holds all arguments."""
    expected, tolerance = _librosa_log_mel(**given), {"rtol": 1e-4, "atol": 1e-3}
    if difference(got, expected, **tolerance):
        otherwise = "10 · log10 of filterbank @ power, both limits applied; do the checks of both matrices pass?"
        hint = _named(got, _log_mel_mistakes(**given), otherwise, **tolerance)
        close(got, expected, hint=hint, inputs=given, **tolerance)


# keras_differs


@points("keras_differs", 0.5)
def test_keras_differs(answer):
    """What does not make librosa's and Keras' pictures differ"""
    reasons = {
        "A": "HTK's mel scale puts the bands elsewhere: this does make a difference",
        "B": "area 1 against height 1: this does make a difference, another constant for each band",
        "C": "zeros against a mirrored sound: this does make a difference, at the borders",
    }
    one_letter(answer.keras_differs, "D", reasons)


# build_audio_cnn


def _leaves(model) -> list:
    """Return a model's layers and operations in order, those of nested models in place."""
    parts = getattr(model, "operations", None) or model.layers
    return [leaf for part in parts for leaf in (_leaves(part) if isinstance(part, keras.Model) else [part])]


def _built(answer, *arguments) -> keras.Model:
    model = answer.build_audio_cnn(*arguments)
    holds(isinstance(model, keras.Model), "build_audio_cnn returns a keras.Model; is there a return?", got=model)
    return model


@points("build_audio_cnn", 1)
def test_audio_cnn_counts(answer):
    """86,234 parameters for ten classes, 85,882 of them trained, for recordings of any length"""
    for shape in ((40, 63, 1), (40, None, 1), (64, 100, 1)):
        model = _built(answer, shape, 10)
        equal(
            model.count_params(),
            86_234,
            hint="compare model.summary() with the table, layer by layer",
            mistakes={
                "biases: the convolutions have none, as batch normalisation follows them": 86_410,
                "batch normalisation is missing after the convolutions": 85_530,
                "both: biases where there should be none, and no batch normalisation": 85_706,
                "the last kernel is 3 bands × 5 frames": 61_658,
                "the last convolution is missing": 24_538,
                "the pooling before the dense layer is not global: the parameters must not depend on the length": (
                    86_234 + (5 * 8 - 1) * 64 * 10
                ),
                "the first kernel is 5 × 5": 85_978,
            },
            inputs=f"input_shape={shape}, classes=10",
        )
        equal(
            tuple(model.output_shape), (None, 10), hint="one probability for each class", inputs=f"input_shape={shape}"
        )
        equal(tuple(model.input_shape), (None, *shape), hint="the input is what `input_shape` says")
    trained = sum(math.prod(weight.shape) for weight in _built(answer, (40, 63, 1), 10).trainable_weights)
    equal(trained, 85_882, hint="batch normalisation keeps 352 numbers that are not trained; everything else is")
    equal(
        _built(answer, (40, 63, 1), 3).count_params(),
        85_779,
        hint="the last layer has `classes` outputs, not always ten",
    )


@points("build_audio_cnn", 0.5)
def test_audio_cnn_field(answer):
    """A unit of the last convolution sees 51 bands and 67 frames; neighbours are 8 apart; all are padded"""
    model = _built(answer, (120, 200, 1), 10)
    convolutions = [leaf for leaf in _leaves(model) if isinstance(leaf, keras.layers.Conv2D)]
    equal(len(convolutions), 4, hint="the table has four convolutions")
    for number, convolution in enumerate(convolutions, 1):
        hint = f"convolution {number} is not padded: with padding='same' only strides and poolings make the map smaller"
        holds(convolution.padding == "same", hint, expected="same", got=convolution.padding)
    field = receptive_field(model, convolutions[-1])
    equal(
        tuple(int(size) for size in field.size),
        (51, 67),
        hint="check kernel sizes, strides and poolings against the table",
        mistakes={
            "the last kernel is 3 bands high and 5 frames wide: bands come first": (67, 51),
            "the last kernel is 3 × 5, not 3 × 3": (51, 51),
            "the stride of 2 in the first convolution is missing": (28, 36),
            "a pooling is missing after the first convolution": (27, 35),
            "a pooling is missing after the second convolution": (31, 39),
        },
    )
    equal(
        tuple(int(stride) for stride in field.stride),
        (8, 8),
        hint="the first convolution has stride 2, and two poolings halve its map",
    )


TABLE = ["conv", "norm", "relu", "pool"] * 2 + ["conv", "norm", "relu"] * 2 + ["global max", "dropout", "dense"]
TABLE += ["softmax"]
ADVICE = {  # what the table has, and what stands there
    ("norm", "relu"): "batch normalisation comes before the ReLU",
    ("norm", "pool"): "batch normalisation and ReLU come before the pooling",
    ("relu", "pool"): "the ReLU comes before the pooling",
    ("relu", "conv"): "the ReLU is missing; a convolution without one is followed by another: together they are linear",
    ("pool", "average pool"): "pooling takes the largest value, not the average",
    ("pool", "conv"): "a pooling is missing",
    ("global max", "global average"): "the largest value of each map, not its average: was this heard anywhere?",
    ("global max", "dropout"): "dropout comes after the global pooling",
    ("global max", "flatten"): "the pooling is global; Flatten makes the parameters depend on the length",
    ("dropout", "dense"): "the dropout of 0.3 is missing",
    ("dropout", "dropout of whole maps"): "an ordinary dropout: after the global pooling there are no maps any more",
    ("softmax", "sigmoid"): "softmax, not sigmoid: the probabilities of all classes add up to 1",
    ("softmax", "nothing"): "the softmax is missing: the outputs must be probabilities",
}


@points("build_audio_cnn", 0.5)
def test_audio_cnn_order(answer):
    """Convolution, batch normalisation, ReLU; global max pooling, dropout 0.3, softmax"""
    leaves = _leaves(_built(answer, (40, 63, 1), 10))
    found = _words(leaves)
    pairs = enumerate(itertools.zip_longest(TABLE, found, fillvalue="nothing"))
    for place, (expected, got) in pairs:
        advice = ADVICE.get((expected, got), f"{expected} is expected, {got} found")
        hint = f"step {place + 1} differs from the table: {advice}"
        holds(expected == got, hint, expected=_around(TABLE, place), got=_around(found, place))
    rates = [leaf.rate for leaf in leaves if isinstance(leaf, keras.layers.Dropout)]
    close(rates, [0.3], hint="the dropout's rate is 0.3")


def _around(words: list[str], place: int) -> str:
    """Return the words about a place, with dots for the others."""
    first, after = max(place - 2, 0), place + 2
    dots = ["…"] if first else [], ["…"] if after < len(words) else []
    return " → ".join([*dots[0], *words[first:after], *dots[1]])


WORDS = {
    "Conv2D": "conv",
    "BatchNormalization": "norm",
    "MaxPooling2D": "pool",
    "MaxPool": "pool",
    "AveragePooling2D": "average pool",
    "GlobalMaxPooling2D": "global max",
    "GlobalAveragePooling2D": "global average",
    "Flatten": "flatten",
    "Dropout": "dropout",
    "SpatialDropout2D": "dropout of whole maps",
    "Dense": "dense",
    "ReLU": "relu",
    "Relu": "relu",
    "Softmax": "softmax",
}


def _words(leaves) -> list[str]:
    """Return what the layers do, in order; an activation inside a layer stands after it."""
    found = []
    for leaf in leaves:
        kind = type(leaf).__name__
        if kind != "Activation":
            found += [WORDS[kind]] if kind in WORDS else [] if kind == "InputLayer" else [kind]
        inner = getattr(getattr(leaf, "activation", None), "__name__", "linear")
        found += [inner] if inner != "linear" and kind not in ("ReLU", "Softmax") else []
    return found


# field_extent


@points("field_extent", 1.5)
def test_field_extent(answer, rng):
    """Milliseconds and hertz of some frames and bands"""
    for rate, n_fft, hop, mels in ((8000, 256, 128, 40), (16000, 512, 160, 64)):
        frames = int(rng.integers(2, 60))
        first, last = sorted(int(band) for band in rng.choice(mels, 2, replace=False))
        shown = f"frames={frames}, first_band={first}, last_band={last}, {rate=}, {n_fft=}, {hop=}, {mels=}"
        asks_beyond = {"IndexError": "the filterbank has mels + 2 points; the last band ends at point last_band + 2"}
        got = _told(partial(answer.field_extent, frames, first, last, rate, n_fft, hop, mels), asks_beyond)
        is_three = isinstance(got, (list, tuple, np.ndarray)) and len(got) == 3
        holds(is_three, "return three numbers: (milliseconds, low, high)", inputs=shown, got=got)
        _extent_agrees(got, _durations(frames, rate, n_fft, hop), _pitches(first, last, rate, n_fft, mels), shown)


def _extent_agrees(got, durations: dict, pitches: dict, shown: str) -> None:
    """Compare duration and frequencies, each with its own mistakes; what is right has the empty hint."""
    right = (durations[""], *pitches[""])
    in_order = not difference(sorted(got), sorted(right), **TOLERANCE)
    mistakes = {"the order is (milliseconds, low, high)": got} if in_order else {}
    if difference(got[0], right[0], **TOLERANCE):
        mistakes |= {text: (value, *got[1:]) for text, value in durations.items() if text}
        hint = "the duration is wrong: n_fft samples for the first frame, hop for each further one"
    else:
        mistakes |= {text: (got[0], *pair) for text, pair in pitches.items() if text}
        hint = "the duration is right, the frequencies are not: p[first_band] and p[last_band + 2] of the filterbank"
    close(got, right, hint=hint, mistakes=mistakes, inputs=shown, **TOLERANCE)


def _durations(frames, rate, n_fft, hop) -> dict[str, float]:
    """Return milliseconds, right (under the empty hint) and wrong."""
    samples = (frames - 1) * hop + n_fft
    return {
        "": 1000 * samples / rate,
        "milliseconds, not seconds": samples / rate,
        "frames overlap: the next one adds only `hop` samples": 1000 * frames * n_fft / rate,
        "the first frame covers n_fft samples, and each further one adds hop": 1000 * frames * hop / rate,
        "from middle to middle only: the windows of the first and last frame reach further": (
            1000 * (frames - 1) * hop / rate
        ),
        "frames − 1 steps of hop lie between the first and the last frame": 1000 * (frames * hop + n_fft) / rate,
        "how long all the samples last is asked for: n samples last n / rate, not (n − 1) / rate": (
            1000 * (samples - 1) / rate
        ),
    }


def _pitches(first, last, rate, n_fft, mels) -> dict[str, tuple]:
    """Return lowest and highest frequencies, right (under the empty hint) and wrong."""
    edges = librosa.mel_frequencies(mels + 2, fmin=0, fmax=rate / 2)
    row = rate / n_fft
    return {
        "": (edges[first], edges[last + 2]),
        "band b reaches from point b to point b + 2: last_band ends at point last_band + 2": (
            (edges[first], edges[last + 1])
        ),
        "point last_band is where the last band begins: it ends at point last_band + 2": (edges[first], edges[last]),
        "these are the middles of the bands; they reach one point further on both sides": (
            (edges[first + 1], edges[last + 1])
        ),
        "the bands are equally far apart in mel, not in hertz": (
            (first * rate / 2 / (mels + 1), (last + 2) * rate / 2 / (mels + 1))
        ),
        "these are mel: turn the points back to hertz": tuple(librosa.hz_to_mel(edges[[first, last + 2]])),
        "these are rows of the spectrogram, not mel bands": (first * row, last * row),
        "these are the first and last rows with weight; the corners of the triangles lie between rows": (
            ((math.floor(edges[first] / row) + 1) * row, (math.ceil(edges[last + 2] / row) - 1) * row)
        ),
    }


# detect_events


def _rows(labels, confidence, classes=4) -> np.ndarray:
    """Return probabilities in which window i is sure of labels[i] by confidence[i]."""
    labels, confidence = np.asarray(labels), np.asarray(confidence, dtype=float)
    rest = (1 - confidence)[:, None] / (classes - 1)
    rows = np.repeat(rest, classes, axis=1)
    rows[np.arange(len(labels)), labels] = confidence
    return rows


def _events(rows, hop, window, threshold, shift=None, reach=None, merge=True) -> list[tuple[float, float, int]]:
    """Return events, right or with a known mistake: times start at ``shift`` and last ``reach`` a window."""
    shift = window / 2 - hop / 2 if shift is None else shift
    reach = hop if reach is None else reach
    events, before = [], None
    for number, row in enumerate(rows):
        label = int(row.argmax()) if row.max() >= threshold else None
        start = number * hop + shift
        if label is not None and label == before and merge:
            events[-1] = (events[-1][0], start + reach, label)
        elif label is not None:
            events.append((start, start + reach, label))
        before = label
    return events


def _time_mistakes(rows, hop, window, threshold) -> dict[str, list]:
    """Return events with the times that known mistakes give them."""
    wrong = partial(_events, rows, hop, window, threshold)
    return {
        "these are the starts of the windows: a window stands for what is around its middle": [
            partial(wrong, shift=0.0),
            partial(wrong, shift=0.0, reach=0.0),
        ],
        "from the start of the first window to the end of the last: half a window too much on both sides": [
            partial(wrong, shift=0.0, reach=window)
        ],
        "from middle to middle: the first and last window stand for half a step more": [
            partial(wrong, shift=window / 2, reach=0.0)
        ],
        "from the middle on: each window stands for half a step before its middle, too": [
            partial(wrong, shift=window / 2)
        ],
        "these are numbers of windows: multiply by `hop` to get seconds": [
            partial(_events, rows, 1.0, window / hop, threshold),
            partial(_events, rows, 1.0, 1.0, threshold),
            partial(_events, rows, 1.0, 1.0, threshold, reach=0.0),
        ],
        "(start, duration, label): give the end": [lambda: [(a, b - a, c) for a, b, c in wrong()]],
        "the order is (start, end, label)": [lambda: [(c, a, b) for a, b, c in wrong()]],
    }


def _class_mistakes(rows, hop, window, threshold) -> dict[str, list]:
    """Return events that begin and end at the wrong windows."""
    wrong = partial(_events, rows, hop, window)
    right = wrong(threshold)
    return {
        "the threshold is not always the same: use the argument": [
            partial(wrong, other) for other in (0.5, 0.6, 0.7, 0.9) if other != threshold
        ],
        "the threshold is ignored": [partial(wrong, 0.0)],
        "a probability that equals the threshold counts: at least, not more than": [
            partial(wrong, np.nextafter(threshold, 1))
        ],
        "windows that name the same class one after the other are one event": [partial(wrong, threshold, merge=False)],
        "the last event is missing: it may last until the end": [right[:-1]],
        "class 0 is a class like others": [[event for event in right if event[2] != 0]],
        "two events of one class with a pause between them are two events": [_bridged(right)],
        "an event ends where another class begins, even without a pause": [_blind(rows, hop, window, threshold)],
        "sort by time, not by class": [sorted(right, key=lambda event: (event[2], event[0]))],
    }


def _bridged(events) -> list:
    """Events that go on after a pause if the class is the same as before it."""
    bridged = []
    for start, end, label in events:
        if bridged and bridged[-1][2] == label:
            bridged[-1] = (bridged[-1][0], end, label)
        else:
            bridged.append((start, end, label))
    return bridged


def _blind(rows, hop, window, threshold) -> list:
    """Events that end only with a pause, whatever the classes."""
    events, before = [], False
    for number, row in enumerate(rows):
        heard = row.max() >= threshold
        start = number * hop + window / 2 - hop / 2
        if heard and before:
            events[-1] = (events[-1][0], start + hop, events[-1][2])
        elif heard:
            events.append((start, start + hop, int(row.argmax())))
        before = heard
    return events


def _listed(events) -> str:
    """Return events as text, times to four digits."""
    text = ", ".join(f"({start:.4g}, {end:.4g}, {label:g})" for start, end, label in events)
    return f"[{text[:400]}]"


def _first_wrong(got, expected) -> str:
    """Return which event differs first, and in what; empty if none does."""
    for number, (one, other) in enumerate(zip(got, expected), 1):
        for name, value, right in zip(("start", "end", "label"), one, other):
            if abs(value - right) > 1e-6:
                return f"event {number}, {name}: got {value:.6g}, expected {right:.6g}"
    return "" if len(got) == len(expected) else f"{len(got)} events, expected {len(expected)}"


def _events_agree(answer, rows, hop, window, threshold) -> None:
    """Compare the events that an answer finds with the right ones."""
    shown = {"probabilities": rows, "hop": hop, "window": window, "threshold": threshold}
    got = answer.detect_events(rows, hop, window, threshold)
    holds(isinstance(got, (list, tuple)), "return a list of (start, end, label)", inputs=shown, got=got)
    for event in got:
        is_event = isinstance(event, (list, tuple, np.ndarray)) and len(event) == 3
        is_event = is_event and all(isinstance(value, (int, float, np.number)) for value in event)
        holds(is_event, "each event is three numbers: (start, end, label)", inputs=shown, got=event)
    expected = _events(rows, hop, window, threshold)
    problem = _first_wrong(got, expected)
    if problem:
        wrongs = _time_mistakes(rows, hop, window, threshold) | _class_mistakes(rows, hop, window, threshold)
        otherwise = "an event ends where the class changes or the threshold is not reached"
        hint = _named([tuple(map(float, event)) for event in got], wrongs, otherwise, rtol=1e-6, atol=1e-6)
        holds(False, f"{hint} ({problem})", inputs=shown, expected=_listed(expected), got=_listed(got))
    whole = all(isinstance(event[2], (int, np.integer)) for event in got)
    holds(whole, "the label is a class, an int: int(np.argmax(row))", inputs=shown, got=got)


@points("detect_events", 1)
def test_detect_events_times(answer, rng):
    """One event: it begins and ends half a step around the middles of its windows"""
    for hop, window in ((0.1, 1.0), (0.25, 0.5), (0.5, 2.0)):
        first, length, label = int(rng.integers(2, 6)), int(rng.integers(1, 5)), int(rng.integers(1, 4))
        confidence = np.full(14, 0.3)
        confidence[first : first + length] = 0.9
        _events_agree(answer, _rows(np.full(14, label), confidence), hop, window, 0.6)


@points("detect_events", 1)
def test_detect_events_sequence(answer, rng):
    """Several events, back to back and apart, up to the borders; none at all"""
    for threshold in (0.55, 0.75, 0.55, 0.4):
        labels = rng.integers(0, 3, size=8).repeat(rng.integers(1, 4, size=8))
        near = threshold + np.array([-0.03, 0, 0.03])
        confidence = rng.choice([0.3, *near, 0.95], p=[0.15, 0.05, 0.1, 0.35, 0.35], size=len(labels))
        confidence[[0, -1]] = 0.9
        confidence[3:6] = rng.permutation(near)
        _events_agree(answer, _rows(labels, confidence), 0.2, 1.0, threshold)
    _events_agree(answer, _rows([1, 2, 1], [0.4, 0.4, 0.4]), 0.2, 1.0, 0.9)


# speaker_split


@points("speaker_split", 1)
def test_speaker_split(answer, rng):
    """Every recording of one speaker on one side, none lost, none twice; nonsense is refused"""
    for _ in range(3):
        speakers = rng.integers(0, 6, size=60)
        held_out = int(rng.choice(speakers))
        shown = {"speakers": speakers, "held_out": held_out}
        got = answer.speaker_split(speakers, held_out)
        is_pair = isinstance(got, (tuple, list)) and len(got) == 2
        holds(is_pair, "return two arrays: (train, test)", inputs=shown, got=got)
        mask = speakers == held_out
        right = np.flatnonzero(~mask), np.flatnonzero(mask)
        equal(
            tuple(np.asarray(part) for part in got),
            right,
            hint="test has every index of that speaker, train every other one, each in rising order",
            mistakes={
                "the other way round: (train, test), and the held-out speaker is in test": right[::-1],
                "np.where returns a tuple of arrays: take its first, [0] (np.flatnonzero needs none)": (
                    (right[0][None], right[1][None])
                ),
                "these are masks, not indices: np.flatnonzero turns one into the other": (~mask, mask),
                "these are the speakers themselves, not the indices of their recordings": (
                    speakers[~mask],
                    speakers[mask],
                ),
                "the held-out speaker is still in train: that is the leak": (np.arange(60), right[1]),
            },
            inputs=shown,
        )
    _refusal(
        partial(answer.speaker_split, np.array([0, 1, 1]), 7),
        "nobody is speaker 7: raise a ValueError instead of testing on nothing",
    )
    _refusal(
        partial(answer.speaker_split, np.array([2, 2]), 2),
        "only one speaker: raise a ValueError instead of training on nothing",
    )


def _refusal(call, hint: str, inputs: str = "") -> str:
    """Return the message of the ValueError that a call raises; fail with ``hint`` if it raises none."""
    try:
        got = call()
    except AnswerError as error:
        returned = error.message.startswith("what it returned is a") and "Error" in error.message
        holds(not returned, "the error is returned: raise it", inputs=inputs, got=str(error))
        holds(error.kind == "ValueError", f"{hint}; it raised {error.kind}", inputs=inputs, got=str(error))
        return error.message
    holds(False, hint, inputs=inputs, got=got)


# why_random_lies


@points("why_random_lies", 0.5)
def test_why_random_lies(answer):
    """Why a random split promises too much"""
    reasons = {
        "A": "small test sets spread more, but they are right on average",
        "C": "a tenth more recordings does not make up for such a gap",
        "D": "every speaker says every digit equally often, so the classes stay balanced",
    }
    one_letter(answer.why_random_lies, "B", reasons)


# time_shift


def _spectrograms(rng, count: int, bands=8, frames=20) -> np.ndarray:
    """Return random spectrograms, read-only; no value is near the mean, which lies between −38 and −22 dB."""
    values = rng.uniform(0, 15, size=(count, bands * frames))
    values += np.where(np.arange(bands * frames) % 2, -60, -15)
    return read_only(rng.permuted(values, axis=1).reshape(count, bands, frames).astype("float32"))


def _moved(spectrogram, shift, fill=None) -> np.ndarray:
    frames = spectrogram.shape[1]
    shift = max(-frames, min(shift, frames))
    result = np.full_like(spectrogram, spectrogram.min() if fill is None else fill)
    result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return result


def _shifted(answer, spectrograms, most, seed) -> np.ndarray:
    """Return what an answer makes of spectrograms that it cannot write into."""
    says = {
        "read-only": WRITTEN,
        "broadcast": "a shift of 0 needs care: x[:, :-s] is empty for s = 0",
        "same shape": "a shift of 0 needs care: x[:, :-s] is empty for s = 0",
    }
    got = _told(partial(answer.time_shift, spectrograms, most, seed), says)
    hint = "the shape stays as it is: what leaves at one border is lost, and silence comes in at the other"
    equal(np.shape(got), spectrograms.shape, hint=hint)
    return np.asarray(got)


def _shifts_found(spectrogram, results, most: int) -> list[int | None]:
    """Return by how much each result is one spectrogram moved; None where it is not."""
    shifts = sorted(range(-most, most + 1), key=abs)
    candidates = np.stack([_moved(spectrogram, shift) for shift in shifts])
    same = np.isclose(results[:, None], candidates[None], atol=1e-4).all(axis=(2, 3))
    return [shifts[row.argmax()] if row.any() else None for row in same]


def _why_not_moved(spectrogram, result, fill_of_all) -> str:
    """Return what was done to a spectrogram that is not moved as it should be."""
    shifts, frames = range(-9, 10), spectrogram.shape[1]
    wrongs = {
        "zeros come in; 0 dB is loud: silence is the spectrogram's smallest value": (
            [_moved(spectrogram, shift, 0.0) for shift in shifts]
        ),
        "what comes in is the smallest value of this spectrogram, not of the whole batch": (
            [_moved(spectrogram, shift, fill_of_all) for shift in shifts]
        ),
        "wrapped around: what leaves at one end must not come back at the other (np.roll does that)": (
            [np.roll(spectrogram, shift, axis=1) for shift in shifts]
        ),
        "moved in frequency: that makes another sound; time is the last axis": (
            [_moved(spectrogram.T, shift).T for shift in shifts] + [np.roll(spectrogram, s, axis=0) for s in shifts]
        ),
        "the border is repeated; what comes in is the smallest value": (
            [spectrogram[:, np.clip(np.arange(frames) - shift, 0, frames - 1)] for shift in shifts]
        ),
        "nothing is left of a spectrogram: a shift of 0 needs care, x[:, :-s] is empty for s = 0": (
            [np.full_like(spectrogram, spectrogram.min())]
        ),
    }
    otherwise = "this is not the spectrogram moved whole, with its smallest value in the gap"
    return _named(result, wrongs, otherwise, rtol=1e-5, atol=1e-4)


@points("time_shift", 0.5)
def test_time_shift_moves(answer, rng):
    """Each spectrogram is moved whole, in time, and its own silence comes in"""
    found = set()
    for seed in (int(seed) for seed in rng.integers(1000, size=3)):
        spectrograms = _spectrograms(rng, 12)
        for spectrogram, result in zip(spectrograms, _shifted(answer, spectrograms, 5, seed), strict=True):
            shift = _shifts_found(spectrogram, result[None], 9)[0]
            hint = "" if shift is not None else _why_not_moved(spectrogram, result, spectrograms.min())
            holds(not hint, hint, inputs={"spectrogram": spectrogram, "max_shift": 5}, got=result)
            found.add(shift)
    holds(found != {0}, "nothing is moved: draw a shift for each spectrogram", got="36 times the shift 0")


@points("time_shift", 0.5)
def test_time_shift_draws_every_shift(answer, rng):
    """All 2m + 1 shifts are equally likely; each spectrogram gets its own; the same seed gives the same shifts"""
    one = _spectrograms(rng, 1, 2, 12)
    spectrograms = read_only(one.repeat(2800, axis=0))
    seed = int(rng.integers(1000))
    got = _shifted(answer, spectrograms, 3, seed)
    shifts = _shifts_found(one[0], got, 6)
    wrong = next((result for result, shift in zip(got, shifts) if shift is None), None)
    hint = "" if wrong is None else _why_not_moved(one[0], wrong, spectrograms.min())
    holds(wrong is None, hint, inputs={"spectrogram": one[0], "max_shift": 3}, got=wrong)
    counts = {shift: shifts.count(shift) for shift in sorted(set(shifts))}
    hint = _why_not_equally_often(counts)
    holds(not hint, hint, expected="each of −3 … 3 about 400 times", got=f"shift: how often = {counts}")
    some = read_only(spectrograms[:50].copy())
    again, other = _shifted(answer, some, 3, seed), _shifted(answer, some, 3, seed + 1)
    close(again, _shifted(answer, some, 3, seed), hint="the same seed must give the same shifts: use default_rng(seed)")
    holds(not np.array_equal(other, again), "another seed must give other shifts: did you pass the seed on?")


def _why_not_equally_often(counts: dict[int, int]) -> str:
    """Return what is wrong with how often shifts of −3 to 3 came up in 2,800 draws; empty if nothing is."""
    often = [counts.get(shift, 0) for shift in range(-3, 4)]
    if len(counts) == 1:
        return "every spectrogram got the same shift: draw one for each"
    if max(map(abs, counts)) > 3:
        return "a shift was larger than max_shift"
    if min(counts) >= 0 or max(counts) <= 0:
        return "spectrograms only move one way: draw from −max_shift on"
    if min(often) == 0:
        return "not every shift from −3 to 3 comes up: rng.integers leaves out its upper end unless told otherwise"
    if min(often) >= 310 and max(often) <= 490:  # four to five standard deviations about 400
        return ""
    if often[3] > 1.5 * max(often[:3] + often[4:]):
        return "0 comes up twice as often as the others: int() cuts off towards 0; draw whole numbers, rng.integers"
    if max(often[0], often[-1]) < 0.75 * min(often[1:-1]) and max(often[1:-1]) < 1.5 * min(often[1:-1]):
        return "the largest shifts come up half as often as the others: draw whole numbers, do not round"
    return "the shifts are not equally likely: rng.integers draws each whole number equally often"


# spec_augment


def _augmented(answer, spectrograms, bands, frames, seed) -> np.ndarray:
    """Return what an answer makes of spectrograms that it cannot write into."""
    got = _told(partial(answer.spec_augment, spectrograms, bands, frames, seed), {"read-only": WRITTEN})
    equal(np.shape(got), spectrograms.shape, hint="the shape stays as it is: (N, bands, frames)")
    return np.asarray(got)


def _runs(masks) -> np.ndarray:
    """Return how many separate stretches are true in each row."""
    return np.sum(np.diff(masks.astype(int), axis=1, prepend=0) == 1, axis=1)


def _stretches(spectrograms, got, bands, frames) -> tuple[np.ndarray, np.ndarray]:
    """Return which bands and which frames are hidden in each; fail unless one stretch of each is."""
    hidden = ~np.isclose(spectrograms, got, atol=1e-4)
    holds(hidden.any(), "nothing is hidden")
    holds((hidden != hidden[0]).any(), "every spectrogram has the same stretches: draw for each on its own")
    least = np.broadcast_to(spectrograms.min(axis=(1, 2), keepdims=True), got.shape)
    holds(not np.allclose(got[hidden], least[hidden]), "fill with the mean, not with the smallest value")
    rows, columns = hidden.all(axis=2), hidden.all(axis=1)
    whole = (hidden == (rows[:, :, None] | columns[:, None, :])).all(axis=(1, 2))
    problems = {
        "hide whole bands and whole frames: a stretch of bands at all times, and one of frames at all frequencies": (
            ~whole
        ),
        "hide one stretch: neighbouring bands, neighbouring frames": (_runs(rows) > 1) | (_runs(columns) > 1),
    }
    for hint, wrong in problems.items():
        number = int(wrong.argmax())
        shown = {"inputs": {"spectrogram": spectrograms[number], "bands": bands, "frames": frames}, "got": got[number]}
        holds(not wrong.any(), hint, **shown)
    holds(columns.any(), "only bands are hidden: one stretch of frames as well")
    holds(rows.any(), "only frames are hidden: one stretch of bands as well")
    most = int(rows.sum(axis=1).max()), int(columns.sum(axis=1).max())
    swapped = most[0] > bands and most[1] <= bands
    hint = "bands and frames are swapped: axis 1 is frequency, axis 2 time" if swapped else "a stretch is too wide"
    asked = f"at most {bands} bands and {frames} frames"
    holds(most[0] <= bands and most[1] <= frames, hint, expected=asked, got=f"up to {most[0]} and {most[1]}")
    return rows, columns


@points("spec_augment", 1)
def test_spec_augment_hides(answer, rng):
    """One stretch of bands and one of frames, replaced by the spectrogram's own mean"""
    for seed in (int(seed) for seed in rng.integers(1000, size=2)):
        spectrograms = _spectrograms(rng, 40, 16, 24)
        got = _augmented(answer, spectrograms, 6, 8, seed)
        rows, columns = _stretches(spectrograms, got, 6, 8)
        for spectrogram, result, low, start in zip(spectrograms, got, rows, columns, strict=True):
            hidden = low[:, None] | start[None, :]
            if hidden.any():
                _filled_with_mean(result[hidden], spectrogram, spectrograms)


def _filled_with_mean(values, spectrogram, spectrograms) -> None:
    close(
        values,
        np.full(len(values), spectrogram.mean()),
        hint="what is hidden is replaced by the mean of that spectrogram, as it was before anything was hidden",
        mistakes={
            "zeros are loud in decibels: fill with the mean of the spectrogram": np.zeros(len(values)),
            "fill with the mean of this spectrogram, not of the whole batch": np.full(len(values), spectrograms.mean()),
        },
        inputs={"spectrogram": spectrogram, "bands": 6, "frames": 8},
        rtol=1e-3,
        atol=1e-2,
    )


@points("spec_augment", 0.5)
def test_spec_augment_draws(answer, rng):
    """Every width from 0 to the widest, then every place, is equally likely; the same seed gives the same stretches"""
    spectrograms = read_only(_spectrograms(rng, 1, 6, 8).repeat(8000, axis=0))
    seed = int(rng.integers(1000))
    got = _augmented(answer, spectrograms, 3, 4, seed)
    rows, columns = _stretches(spectrograms, got, 3, 4)
    _drawn_evenly("bands", rows, 3)
    _drawn_evenly("frames", columns, 4)
    paired = rows.sum(axis=1) - columns.sum(axis=1)
    holds(len(np.unique(paired)) > 2, "bands and frames have the same width: draw two numbers")
    some = read_only(spectrograms[:50].copy())
    again, other = _augmented(answer, some, 3, 4, seed), _augmented(answer, some, 3, 4, seed + 1)
    hint = "the same seed must hide the same stretches: use default_rng(seed)"
    close(_augmented(answer, some, 3, 4, seed), again, hint=hint)
    holds(not np.array_equal(other, again), "another seed must hide others: did you pass the seed on?")


def _drawn_evenly(what: str, masks, widest: int) -> None:
    """Fail unless all widths are equally likely, and for each width all places: masks are (8000, size)."""
    widths, counts = np.unique(masks.sum(axis=1), return_counts=True)
    text = f"width: how often = {dict(zip(widths.tolist(), counts.tolist()))}"
    holds(len(widths) > 1, f"every spectrogram has a stretch of as many {what}: draw a width for each", got=text)
    holds(widths[0] == 0, f"a width of 0 {what} is possible too", got=text)
    hint = f"not every width up to {widest} {what} comes up: rng.integers leaves out its upper end"
    equal(widths.tolist(), list(range(widest + 1)), hint=hint)
    hint = (
        f"the widths of the {what} are not equally likely; a stretch that runs over the border comes out shorter: "
        "draw the width first, then the start from the places where it fits"
    )
    off = np.abs(counts * (widest + 1) / len(masks) - 1)
    holds(off.max() < 0.15, hint, expected=f"each about {len(masks) // (widest + 1)} times", got=text)
    for width in range(1, widest + 1):
        _placed_evenly(what, masks[masks.sum(axis=1) == width], width)


def _placed_evenly(what: str, masks, width: int) -> None:
    """Fail unless stretches of one width begin everywhere equally often."""
    places = masks.shape[1] - width + 1
    often = np.bincount(masks.argmax(axis=1), minlength=places)
    text = f"{width} {what} wide, start: how often = {dict(enumerate(often.tolist()))}"
    hint = f"the first or last of the {what} is never hidden: every place where the stretch fits is possible"
    holds(often.min() > 0, hint, got=text)
    hint = f"not every place is equally likely: for {what}, rng.integers(0, size − width + 1) draws each equally often"
    holds(np.abs(often * places / len(masks) - 1).max() < 0.4, hint, got=text)


# load_clip


def _file(samples, rate, suffix="wav", subtype=None) -> bytes:
    content = io.BytesIO()
    soundfile.write(content, samples, rate, format=suffix, subtype=subtype)
    return content.getvalue()


def _tone(seconds, rate, frequency, level=0.4) -> np.ndarray:
    return level * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


def _clip(answer, content, *settings, inputs: str) -> np.ndarray:
    """Return the clip that an answer makes of a file that is as it should be."""
    mono = "a file with one channel comes as (samples,): soundfile.read(…, always_2d=True) makes it (samples, 1)"
    says = {"AxisError": mono, "too many indices": mono, "ValueError": "this file is in order"}
    clip = _told(partial(answer.load_clip, content, *settings), says, inputs=inputs)
    holds(clip is not None, "it returned None: is there a return?", inputs=inputs)
    return np.asarray(clip, dtype=float)


def _middle(clip, seconds=0.5, rate=8000) -> np.ndarray:
    """Return the clip's first part without its borders, where resamplers differ."""
    return clip[int(0.1 * rate) : int((seconds - 0.1) * rate)]


def _pitch(samples, rate=8000) -> float:
    """Return the strongest frequency in Hz, to about 2 Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * len(samples)))
    return float(np.argmax(spectrum)) * rate / (4 * len(samples))


def _right_speed(clip, frequency, rate, inputs) -> None:
    """Fail if a tone came out at the pitch that it has when its samples are taken as they are, or moved away."""
    if rate == 8000 or np.abs(_middle(clip)).max() < 0.02:  # nothing is left of a tone that cannot be held
        return
    pitch, slowed = _pitch(_middle(clip)), frequency * 8000 / rate
    hint = "not resampled: the tone is played at the wrong speed; the clip has `rate` samples per second"
    holds(abs(pitch - slowed) > 10, hint, inputs=inputs)
    hint = "the two rates are swapped: from the file's own rate to `rate` (resample_poly takes the new one first, `up`)"
    holds(abs(pitch - slowed * 8000 / rate) > 10, hint, inputs=inputs)


@points("load_clip", 1)
def test_load_clip_of_any_kind(answer, rng):
    """wav, flac and ogg, mono and stereo, any sample rate: the same second"""
    frequency = float(rng.uniform(300, 1200))
    seconds = 0.48  # a whole number of samples at each of the rates: no resampler has to round
    expected = _middle(_tone(seconds, 8000, frequency))
    centred = _middle(np.pad(_tone(seconds, 8000, frequency), 2080))
    for suffix, rate, channels in (
        ("wav", 8000, 1),
        ("wav", 44100, 2),
        ("flac", 16000, 1),
        ("ogg", 48000, 2),
        ("flac", 11025, 2),
    ):
        tone = _tone(seconds, rate, frequency)
        sound = np.stack([1.4 * tone, 0.6 * tone], axis=1) if channels == 2 else tone
        inputs = f"content: {suffix}, {rate} Hz, {channels} channel(s), a tone of {frequency:.0f} Hz for {seconds} s"
        clip = _clip(answer, _file(sound, rate, suffix), inputs=inputs)
        hint = "rate · seconds samples: zeros after the end of a short recording"
        equal(np.shape(clip), (8000,), hint=hint, inputs=inputs)
        hint = "these are 16-bit numbers: soundfile.read gives floats between −1 and 1 unless told otherwise"
        holds(np.abs(clip).max() < 100, hint, inputs=inputs, got=clip)
        _right_speed(clip, frequency, rate, inputs)
        close(
            _middle(clip),
            expected,
            hint="decode, average the channels, resample to `rate`",
            mistakes={
                "one channel only: take the mean of both": 1.4 * expected,
                "the sum of the channels: take their mean": 2 * expected,
                "scaled to a peak of 1: keep the level as it is": 2.5 * expected,
                "a short recording is followed by zeros; this one has zeros before it, too": centred,
            },
            inputs=inputs,
            rtol=0,
            atol=0.03,
        )
        holds(np.abs(clip[4400:]).max() < 0.01, "a short recording is followed by zeros", inputs=inputs)


@points("load_clip", 0.5)
def test_load_clip_filters(answer):
    """A tone that the new rate can hold stays; one that it cannot is gone, and does not come back as another"""
    inputs = "a tone of 3,000 Hz at 48,000 samples per second"
    clip = _clip(answer, _file(_tone(0.5, 48000, 3000.0), 48000), inputs=inputs)
    _right_speed(clip, 3000.0, 48000, inputs)
    holds(_share(clip, 3000) > 0.5, "a tone of 3,000 Hz is lost: 8,000 samples per second can hold it", inputs=inputs)
    inputs = "a tone of 7,000 Hz at 48,000 samples per second"
    clip = _clip(answer, _file(_tone(0.5, 48000, 7000.0), 48000), inputs=inputs)
    _right_speed(clip, 7000.0, 48000, inputs)
    hint = (
        "aliasing: a tone of 7,000 Hz cannot be held at 8,000 samples per second, it came back as one of 1,000 Hz: use "
        "a resampler that filters first"
    )
    holds(_share(clip, 1000) < 0.5 or np.abs(clip).max() < 0.02, hint, inputs=inputs)


def _share(clip, frequency) -> float:
    """Return how much of a clip's energy lies within 30 Hz of a frequency, between 0 and 1, whatever its level."""
    energy = np.abs(np.fft.rfft(clip)) ** 2
    near = np.abs(np.arange(len(energy)) * 8000 / max(len(clip), 1) - frequency) < 30
    return float(energy[near].sum() / max(energy.sum(), 1e-12))


@points("load_clip", 0.5)
def test_load_clip_finds_the_loudest(answer, rng):
    """Of a long recording the loudest second; another length and rate if asked for"""
    start = int(rng.integers(9000, 14000))
    sound = 0.01 * rng.standard_normal(30000)
    sound[start : start + 8000] += _tone(1.0, 8000, 500.0)
    inputs = f"3.75 s, loud from {start / 8000:.2f} s on for one second"
    clip = _clip(answer, _file(sound, 8000), inputs=inputs)
    equal(np.shape(clip), (8000,), hint="a longer recording is cut to one second", inputs=inputs)
    stored = soundfile.read(io.BytesIO(_file(sound, 8000)))[0]
    beginnings = {"this is the first second: find the loudest": 0, "this is the last second: find the loudest": 22000}
    beginnings["this is the middle second: find the loudest"] = 11000
    starts = {text: stored[begin : begin + 8000] for text, begin in beginnings.items()}
    peak = int(np.argmax(np.abs(stored)))
    starts["this is the second around the highest peak: add up the squares"] = stored[peak - 4000 : peak + 4000]
    near = [np.abs(stored[begin : begin + 8000] - clip).max() < 1e-3 for begin in range(start - 60, start + 61)]
    if not any(near):
        close(
            clip,
            stored[start : start + 8000],
            hint="the stretch with the largest sum of squares",
            mistakes=starts,
            inputs=inputs,
            atol=1e-3,
        )
    _loudest_by_squares(answer, rng)
    inputs = "rate=4000, seconds=0.5"
    short = _clip(answer, _file(sound, 8000), 4000, 0.5, inputs=inputs)
    equal(np.shape(short), (2000,), hint="`rate` and `seconds` are not always 8000 and 1", inputs=inputs)


def _loudest_by_squares(answer, rng) -> None:
    """Fail if a long soft sound wins over a short loud one that has more energy."""
    sound = 0.001 * rng.standard_normal(34000)
    sound[2000:10000] += _tone(1.0, 8000, 500.0, level=0.2)
    sound[26000:28400] += _tone(0.3, 8000, 500.0, level=0.5)
    inputs = "4.25 s: for one second a tone of 0.2, later for 0.3 s one of 0.5, which has more energy"
    clip = _clip(answer, _file(sound, 8000), inputs=inputs)
    hint = "the loudest stretch has the largest sum of squares, not of magnitudes"
    holds(np.sum(clip**2) > 0.98 * 2400 * 0.5**2 / 2, hint, inputs=inputs, got=f"energy {np.sum(clip**2):.0f}")


@points("load_clip", 0.5)
def test_load_clip_refuses(answer, rng):
    """Corrupt, silent, too short or not finite: a ValueError that says so, and nothing else is refused"""
    noise = 0.1 * rng.standard_normal(4000)
    messages: dict[str, str] = {}
    for kind, (name, content, hint) in ((kind, file) for kind, files in _bad_files(noise).items() for file in files):
        message = _refusal(partial(answer.load_clip, content), hint, inputs=f"content: {name}")
        hint = "say in the error's message what is wrong"
        holds(len(message.strip()) > 2, hint, inputs=f"content: {name}", got=repr(message))
        messages.setdefault(kind, message)
    for (kind, message), (other, same) in itertools.combinations(messages.items(), 2):
        hint = f"a file that is {kind} and one that is {other} get the same message: say which of the four is wrong"
        holds(message != same, hint, got=repr(message))
    for name, samples, hint in _odd_files(noise):
        content = _file(samples, 8000, subtype="FLOAT")
        clip = _told(partial(answer.load_clip, content), {"ValueError": hint}, inputs=f"content: {name}")
        equal(np.shape(clip), (8000,), hint=hint, inputs=f"content: {name}")


def _bad_files(noise) -> dict[str, list[tuple[str, bytes, str]]]:
    """Return for each of the four reasons to refuse a file: names, contents, and what to do."""
    spoilt = {"NaN": noise.copy(), "infinity": noise.copy()}
    spoilt["NaN"][17], spoilt["infinity"][17] = np.nan, np.inf
    return {
        "unreadable": [
            (
                "no audio at all",
                b"this is no recording",
                "what cannot be decoded needs a ValueError of your own words",
            ),
            ("an empty file", b"", "an empty file needs a ValueError of your own words"),
            ("half a flac", _file(noise, 8000, "flac")[:30], "a cut-off file needs a ValueError of your own words"),
        ],
        "silent": [
            ("silence", _file(np.zeros(4000), 8000), "a silent recording must be refused with a ValueError"),
            (
                "almost silence",
                _file(noise * 1e-4, 8000, subtype="FLOAT"),
                "nothing reaches 0.0001: that is silence",
            ),
        ],
        "too short": [
            ("5 ms", _file(noise[:40], 8000), "a recording of less than 0.1 s must be refused with a ValueError"),
            (
                "0.09 s at 44,100 Hz",
                _file(noise[:3969], 44100),
                "less than 0.1 s: count with the recording's own sample rate",
            ),
            ("no samples", _file(np.zeros(0), 8000), "a recording without samples must be refused with a ValueError"),
        ],
        "not finite": [
            (name, _file(samples, 8000, subtype="FLOAT"), f"{name} in the samples must be refused with a ValueError")
            for name, samples in spoilt.items()
        ],
    }


def _odd_files(noise) -> list[tuple[str, np.ndarray, str]]:
    """Return files that look like bad ones and are in order: names, samples, and why they are."""
    click = np.zeros(1000)
    click[300] = 0.002
    return [
        ("soft, 0.125 s", noise[:1000] * 0.01, "a soft recording of 0.125 s is fine"),
        ("exactly 0.1 s", noise[:800], "a recording of exactly 0.1 s is fine: only what lasts less is refused"),
        (
            "0.125 s, silent but for one sample of 0.002",
            click,
            "one sample of magnitude 0.0001 or more is enough: look at the largest, not at the mean",
        ),
        (
            "0.125 s, no sample above 0",
            -np.abs(noise[:1000]),
            "negative samples can be heard as well: silent is what has no *magnitude* of 0.0001 or more",
        ),
    ]
