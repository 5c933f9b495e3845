"""The graded checks of lab 3: seeing sound."""

from __future__ import annotations

import io
import math
from functools import partial

import keras
import librosa
import numpy as np
import soundfile

from course.checks import close, equal, holds, points, same_formula
from course.checks.answers import AnswerError
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
SPECTRA = ("librosa", "scipy", "skimage", "cv2", "course", "matplotlib")

librosa.stft(np.zeros(64, "float32"), n_fft=64)  # librosa loads its parts at first use: once, not for each submission

WITHOUT = {
    "power_spectrogram": (*FRAMEWORKS, *SPECTRA),
    "spectrogram_shape": (*FRAMEWORKS, *SPECTRA),
    "hz_to_mel": (*FRAMEWORKS, *SPECTRA),
    "mel_filterbank": (*FRAMEWORKS, *SPECTRA),
    "log_mel": (*FRAMEWORKS, *SPECTRA),
    "field_extent": (*FRAMEWORKS, *SPECTRA),
    "speaker_split": (*FRAMEWORKS, "sklearn", "course"),
    "time_shift": (*FRAMEWORKS, *SPECTRA),
    "spec_augment": (*FRAMEWORKS, *SPECTRA),
    "detect_events": (*FRAMEWORKS, *SPECTRA),
    "load_clip": (*FRAMEWORKS, "course"),
}

TOLERANCE = {"rtol": 1e-4, "atol": 1e-4}
SETTINGS = ((256, 128), (512, 100), (128, 128))  # n_fft, hop


# power_spectrogram


def _signal(rng, samples: int) -> np.ndarray:
    """Return noise and a tone: it does not begin or end at zero."""
    time = np.arange(samples) / 8000
    return 0.3 * rng.standard_normal(samples) + np.cos(2 * np.pi * rng.uniform(200, 3500) * time)


def _power(signal, n_fft, hop, window="hann", pad="constant", centred=True, drop=0) -> np.ndarray:
    """Return a power spectrogram, right or with a known mistake."""
    padded = np.pad(signal, n_fft // 2, mode=pad) if centred else signal
    weights = {"hann": np.hanning(n_fft + 1)[:-1], "symmetric": np.hanning(n_fft), "none": np.ones(n_fft)}[window]
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop]
    return np.abs(np.fft.rfft(frames[: len(frames) - drop] * weights)).T ** 2


def _librosa_power(signal, n_fft, hop) -> np.ndarray:
    return np.abs(librosa.stft(signal, n_fft=n_fft, hop_length=hop)) ** 2


def _power_mistakes(signal, n_fft, hop) -> dict:
    wrong = partial(_power, signal, n_fft, hop)
    return {
        "no window: multiply each frame by the Hann window before the transform": partial(wrong, window="none"),
        "the window is the symmetric one (np.hanning); divide by n_fft in the cosine, not by n_fft − 1": (
            partial(wrong, window="symmetric")
        ),
        "the frames are not centred: put n_fft // 2 zeros before and after the sound": partial(wrong, centred=False),
        "put zeros around the sound, not its mirror image": partial(wrong, pad="reflect"),
        "the last frame is missing: frames are taken as long as they fit": partial(wrong, drop=1),
        "this is the magnitude: power is its square": lambda: np.sqrt(wrong()),
        "transposed: rows are frequencies, columns are frames": lambda: wrong().T,
        "divided by n_fft: the power is the squared magnitude as rfft gives it": lambda: wrong() / n_fft,
        "power is |z|² with real and imaginary part; the real part alone depends on when a wave begins": lambda: (
            _real_part(signal, n_fft, hop)
        ),
    }


def _real_part(signal, n_fft, hop) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(signal, n_fft // 2), n_fft)[::hop]
    return np.fft.rfft(frames * np.hanning(n_fft + 1)[:-1]).real.T ** 2


@points("power_spectrogram", 1)
def test_power_spectrogram_shape(answer, rng):
    """The shape: n_fft // 2 + 1 frequencies, a frame centred on every hop-th sample"""
    for n_fft, hop in SETTINGS:
        samples = int(rng.integers(2000, 3000))
        signal = _signal(rng, samples)
        got = np.shape(answer.power_spectrogram(signal, n_fft, hop))
        rows, frames = n_fft // 2 + 1, 1 + samples // hop
        equal(
            got,
            (rows, frames),
            hint="pad n_fft // 2 zeros on both sides, take frames as long as they fit, and let frequencies be rows",
            mistakes={
                "transposed: rows are frequencies, columns are frames": (frames, rows),
                "the frames are not centred: put n_fft // 2 zeros before and after the sound": (
                    (rows, 1 + (samples - n_fft) // hop)
                ),
                "the last frame is missing: frames are taken as long as they fit": (rows, frames - 1),
                "half of the rows are mirror images: np.fft.rfft leaves them out": (n_fft, frames),
            },
            inputs={"signal": signal, "n_fft": n_fft, "hop": hop},
        )


@points("power_spectrogram", 2)
def test_power_spectrogram_values(answer, rng):
    """The values: as librosa's, for several settings"""
    for n_fft, hop in SETTINGS:
        signal = _signal(rng, int(rng.integers(2000, 3000)))
        close(
            answer.power_spectrogram(signal, n_fft, hop),
            _librosa_power(signal, n_fft, hop),
            mistakes=_power_mistakes(signal, n_fft, hop),
            inputs={"signal": signal, "n_fft": n_fft, "hop": hop},
            **TOLERANCE,
        )


# spectrogram_shape, frequency_step, window_for_tones


@points("spectrogram_shape", 1)
def test_spectrogram_shape(answer, rng):
    """Rows and frames of any spectrogram, without computing one"""
    for n_fft, hop in ((256, 128), (512, 100), (64, 16), (400, 160), (1024, 250)):
        samples = hop * int(rng.integers(20, 60)) + int(rng.integers(0, 2)) * int(rng.integers(1, hop))
        rows = n_fft // 2 + 1
        equal(
            answer.spectrogram_shape(samples, n_fft, hop),
            (rows, 1 + samples // hop),
            hint="rfft of n samples gives n // 2 + 1 frequencies; frames are centred on samples 0, hop, 2·hop …",
            mistakes={
                "the + 1 of the frames is missing: one is centred on sample 0": (rows, samples // hop),
                "the + 1 of the rows is missing: frequency 0 is one of them": (n_fft // 2, 1 + samples // hop),
                "padding forgotten: there are n_fft // 2 zeros on either side": (rows, 1 + (samples - n_fft) // hop),
                "the other way round: rows first, then frames": (1 + samples // hop, rows),
                "rounded up: a frame needs its middle within the sound": (rows, 1 + -(-samples // hop)),
                "rfft gives half of the rows only": (n_fft, 1 + samples // hop),
            },
            inputs=f"samples={samples}, n_fft={n_fft}, hop={hop}",
        )


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
    equal(
        answer.window_for_tones,
        512,
        hint="two rows must be at most 40 Hz: 2 · 8000 / n_fft ≤ 40",
        mistakes={
            "one row apart is not enough: there must be two rows between the tops": 256,
            "this works, but a smaller power of two does too": 1024,
            "400 would do, but it is not a power of two: which is the next one up?": 400,
            "two rows, not four: the bumps may overlap at their feet": 800,
        },
    )


# hz_to_mel


def _htk(hz):
    return 2595 * np.log10(1 + np.asarray(hz) / 700)


def _natural(hz):
    above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000)
    return np.where(hz < 1000, hz * 3 / 200, above)


@points("hz_to_mel", 0.5)
def test_hz_to_mel(answer, rng):
    """Hertz to mel, below and above 1,000 Hz, as librosa's"""
    hz = np.concatenate([[0.0, 1000.0], rng.uniform(0, 8000, size=12)])
    straight = hz * 3 / 200
    curved = 15 + 27 * np.log(np.maximum(hz, 1e-9) / 1000) / np.log(6.4)
    close(
        answer.hz_to_mel(hz),
        librosa.hz_to_mel(hz),
        mistakes={
            "this is HTK's formula; the lab takes Slaney's": partial(_htk, hz),
            "the straight line goes on above 1,000 Hz: there the scale is a logarithm": straight,
            "the logarithm is used below 1,000 Hz too: there the scale is straight": curved,
            "divide the logarithm by ln 6.4: 27 mel for every factor 6.4": partial(_natural, hz),
            "the 15 is missing: above 1,000 Hz the scale goes on from 15 mel": np.where(
                hz < 1000, straight, curved - 15
            ),
        },
        inputs={"hz": hz},
        **TOLERANCE,
    )


@points("hz_to_mel", 0.5)
def test_mel_to_hz(answer, rng):
    """Mel to hertz is the inverse; single numbers work too"""
    mel = np.concatenate([[0.0, 15.0], rng.uniform(0, 45, size=12)])
    curved = 1000 * 6.4 ** ((mel - 15) / 27)
    close(
        answer.mel_to_hz(mel),
        librosa.mel_to_hz(mel),
        hint="solve each of the two formulas for f; they meet at 15 mel = 1,000 Hz",
        mistakes={
            "this is HTK's formula; the lab takes Slaney's": 700 * (10 ** (mel / 2595) - 1),
            "the straight line goes on above 15 mel": mel * 200 / 3,
            "the logarithm is used below 15 mel too: there the scale is straight": curved,
            "above 15 mel the base is 6.4, not e": np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) / 27)),
            "the 15 is missing in the exponent": np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (mel / 27)),
        },
        inputs={"mel": mel},
        **TOLERANCE,
    )
    number = float(rng.uniform(100, 4000))
    close(answer.hz_to_mel(number), librosa.hz_to_mel(number), hint="one number must work as well", **TOLERANCE)
    close(answer.mel_to_hz(20.0), librosa.mel_to_hz(20.0), hint="one number must work as well", **TOLERANCE)


# mel_filterbank


def _bank(
    rate, n_fft, mels, low=0.0, high=None, area=True, straight_in_mel=False, floor=False, spaced="mel"
) -> np.ndarray:
    """Return a filterbank, right or with a known mistake."""
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    high = rate / 2 if high is None else high
    edges = librosa.hz_to_mel([low, high])
    hz = librosa.mel_to_hz(np.linspace(*edges, mels + 2)) if spaced == "mel" else np.linspace(low, high, mels + 2)
    if floor:
        hz = np.floor(hz * n_fft / rate) * rate / n_fft
    axis, ends = (librosa.hz_to_mel(frequencies), librosa.hz_to_mel(hz)) if straight_in_mel else (frequencies, hz)
    left, top, right = ends[:-2, None], ends[1:-1, None], ends[2:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        bank = np.nan_to_num(np.maximum(np.minimum((axis - left) / (top - left), (right - axis) / (right - top)), 0))
    return bank * (2 / (hz[2:] - hz[:-2]))[:, None] if area else bank


def _bank_mistakes(*arguments, **keywords) -> dict:
    wrong = partial(_bank, *arguments, **keywords)
    bank = wrong()
    sums = bank.sum(axis=1, keepdims=True)
    return {
        "the triangles have height 1: divide by half their width, so that their area is 1": partial(wrong, area=False),
        "the triangles are straight in mel: read them off at the frequencies in Hz": partial(
            wrong, straight_in_mel=True
        ),
        "the points are equally far apart in hertz: space them equally in mel, then turn them back": (
            partial(wrong, spaced="hz")
        ),
        "the points are rounded to rows: keep them where they are, between the rows": partial(wrong, floor=True),
        "each band is divided by the sum of its weights; the area in Hz is to be 1: height 2 / (right − left)": (
            bank / np.where(sums > 0, sums, 1)
        ),
        "transposed: bands are rows": bank.T,
        "the height is 1 / (right − left): a triangle of area 1 has twice that": bank / 2,
    }


@points("mel_filterbank", 1.5)
def test_mel_filterbank(answer, rng):
    """Triangles between points equally far apart in mel, of area 1, as librosa's"""
    for rate, n_fft, mels in ((8000, 256, 40), (16000, 512, 24), (22050, 1024, 64)):
        close(
            answer.mel_filterbank(rate, n_fft, mels),
            librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels, dtype=np.float64),
            mistakes=_bank_mistakes(rate, n_fft, mels),
            inputs=f"rate={rate}, n_fft={n_fft}, mels={mels}",
            rtol=1e-4,
            atol=1e-7,
        )


@points("mel_filterbank", 0.5)
def test_mel_filterbank_between(answer, rng):
    """From a lowest to a highest frequency"""
    for rate, n_fft, mels in ((8000, 512, 20), (16000, 512, 32)):
        low, high = float(rng.uniform(50, 300)), float(rng.uniform(0.3, 0.45) * rate)
        close(
            answer.mel_filterbank(rate, n_fft, mels, low, high),
            librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels, fmin=low, fmax=high, dtype=np.float64),
            hint="the mels + 2 points go from `low` to `high`",
            mistakes={
                "`low` and `high` are ignored": partial(_bank, rate, n_fft, mels),
                "`high` is ignored": partial(_bank, rate, n_fft, mels, low),
                "`low` is ignored": partial(_bank, rate, n_fft, mels, 0.0, high),
                **_bank_mistakes(rate, n_fft, mels, low, high),
            },
            inputs=f"rate={rate}, n_fft={n_fft}, mels={mels}, low={low:.1f}, high={high:.1f}",
            rtol=1e-4,
            atol=1e-7,
        )


# log_mel


def _librosa_log_mel(signal, rate, n_fft, hop, mels, top_db=80.0) -> np.ndarray:
    power = librosa.feature.melspectrogram(y=signal, sr=rate, n_fft=n_fft, hop_length=hop, n_mels=mels)
    return librosa.power_to_db(power, top_db=top_db)


def _log_mel_mistakes(signal, rate, n_fft, hop, mels, top_db) -> dict:
    power = librosa.feature.melspectrogram(y=signal, sr=rate, n_fft=n_fft, hop_length=hop, n_mels=mels)
    level = 10 * np.log10(np.maximum(power, 1e-10))
    magnitude = librosa.feature.melspectrogram(y=signal, sr=rate, n_fft=n_fft, hop_length=hop, n_mels=mels, power=1)
    return {
        "this is the natural logarithm; decibels are 10 · log10": lambda: _cut(
            np.log(np.maximum(power, 1e-10)), top_db
        ),
        "10 · log10, not 20: this is a power already": lambda: _cut(2 * level, top_db),
        "the factor 10 is missing: decibels are 10 · log10": lambda: _cut(level / 10, top_db),
        "the bands are made of power, not of its square root": lambda: _cut(
            10 * np.log10(np.maximum(magnitude, 1e-10)), top_db
        ),
        "not cut off: raise what is more than top_db below the largest value to that limit": level,
        "top_db is ignored: it is not always 80": lambda: _cut(level, 80.0),
        "this is relative to the loudest value; keep the decibels as they are": lambda: (
            _cut(level, top_db) - level.max()
        ),
        "cut off below the loudest value of the whole recording, not of each band": lambda: np.maximum(
            level, level.max(axis=1, keepdims=True) - top_db
        ),
        "cut off below the loudest value of the whole recording, not of each frame": lambda: np.maximum(
            level, level.max(axis=0, keepdims=True) - top_db
        ),
        "a power of 0 counts as 1e-10: take the maximum, do not add": lambda: _cut(
            10 * np.log10(power + 1e-10), top_db
        ),
        "first make the bands of the power, then take the logarithm": lambda: (
            librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels)
            @ (10 * np.log10(np.maximum(_librosa_power(signal, n_fft, hop), 1e-10)))
        ),
    }


def _cut(level, top_db) -> np.ndarray:
    return np.maximum(level, level.max() - top_db)


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
        close(
            answer.log_mel(signal, rate, n_fft, hop, mels, top_db),
            _librosa_log_mel(signal, rate, n_fft, hop, mels, top_db),
            mistakes=_log_mel_mistakes(signal, rate, n_fft, hop, mels, top_db),
            inputs={"signal": signal, "rate": rate, "n_fft": n_fft, "hop": hop, "mels": mels, "top_db": top_db},
            rtol=1e-4,
            atol=1e-3,
        )


@points("log_mel", 0.5)
def test_log_mel_of_little(answer, rng):
    """A soft recording and a silent one: no infinity, and nothing under 1e-10"""
    for name, signal in {"silence": np.zeros(3000), "soft": 3e-6 * _signal(rng, 3000)}.items():
        got = answer.log_mel(signal, 8000, 256, 128, 40)
        holds(
            np.all(np.isfinite(got)),
            "a power of 0 counts as 1e-10, so that no logarithm is infinite",
            inputs=name,
            got=got,
        )
        close(
            got,
            _librosa_log_mel(signal, 8000, 256, 128, 40),
            hint="power below 1e-10 counts as 1e-10, which is −100 dB",
            mistakes=_log_mel_mistakes(signal, 8000, 256, 128, 40, 80.0),
            inputs=f"{name}: {signal[:4]} …",
            rtol=1e-4,
            atol=1e-3,
        )


# keras_differs and why_random_lies


def _choice(got, right, reasons) -> None:
    letter = got.strip().upper() if isinstance(got, str) else got
    holds(isinstance(letter, str) and letter in {right, *reasons}, "answer with one letter, such as 'A'", got=got)
    holds(letter == right, reasons.get(letter, ""), got=got)


@points("keras_differs", 0.5)
def test_keras_differs(answer):
    """What does not make librosa's and Keras' pictures differ"""
    reasons = {
        "A": "HTK's mel scale puts the bands elsewhere: this does make a difference",
        "B": "area 1 against height 1: this does make a difference, another constant for each band",
        "C": "zeros against a mirrored sound: this does make a difference, at the borders",
    }
    _choice(answer.keras_differs, "D", reasons)


@points("why_random_lies", 0.5)
def test_why_random_lies(answer):
    """Why a random split promises too much"""
    reasons = {
        "A": "small test sets spread more, but they are right on average",
        "C": "a tenth more recordings does not make up for such a gap",
        "D": "every speaker says every digit equally often, so the classes stay balanced",
    }
    _choice(answer.why_random_lies, "B", reasons)


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


@points("build_audio_cnn", 0.5)
def test_audio_cnn_order(answer):
    """Convolution, batch normalisation, ReLU; global max pooling, dropout 0.3, softmax"""
    leaves = _leaves(_built(answer, (40, 63, 1), 10))
    expected = ["conv", "norm", "relu"] + ["pool", "conv", "norm", "relu"] + ["pool"] + ["conv", "norm", "relu"] * 2
    expected += ["global max", "dropout", "dense", "softmax"]
    equal(
        _words(leaves),
        expected,
        hint="the order differs from the table: convolution, batch normalisation, ReLU, then the pooling, if any",
    )
    rates = [leaf.rate for leaf in leaves if isinstance(leaf, keras.layers.Dropout)]
    close(rates, [0.3], hint="the dropout's rate is 0.3")


WORDS = {
    "Conv2D": "conv",
    "BatchNormalization": "norm",
    "MaxPooling2D": "pool",
    "AveragePooling2D": "average pool",
    "GlobalMaxPooling2D": "global max",
    "GlobalAveragePooling2D": "global average",
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
        edges = librosa.mel_frequencies(mels + 2, fmin=0, fmax=rate / 2)
        right = (1000 * ((frames - 1) * hop + n_fft) / rate, edges[first], edges[last + 2])
        durations = {
            "frames overlap: the next one adds only `hop` samples": frames * n_fft,
            "the first frame covers n_fft samples, and each further one adds hop": frames * hop,
            "from middle to middle only: the windows of the first and last frame reach further": (frames - 1) * hop,
            "frames − 1 steps of hop lie between the first and the last frame": frames * hop + n_fft,
        }
        mistakes = {text: (1000 * samples / rate, *right[1:]) for text, samples in durations.items()}
        hertz = {
            "a band reaches from one point to the next but one: last_band ends at point last_band + 2": (
                (edges[first], edges[last + 1])
            ),
            "these are the middles of the bands; they reach one point further on both sides": (
                (edges[first + 1], edges[last + 1])
            ),
            "the bands are equally far apart in mel, not in hertz": (
                (first * rate / 2 / (mels + 1), (last + 2) * rate / 2 / (mels + 1))
            ),
            "these are rows of the spectrogram, not mel bands": (first * rate / n_fft, last * rate / n_fft),
        }
        mistakes |= {text: (right[0], *pair) for text, pair in hertz.items()}
        mistakes["milliseconds, not seconds"] = (right[0] / 1000, *right[1:])
        close(
            answer.field_extent(frames, first, last, rate, n_fft, hop, mels),
            right,
            mistakes=mistakes,
            inputs=f"frames={frames}, first_band={first}, last_band={last}, {rate=}, {n_fft=}, {hop=}, {mels=}",
            **TOLERANCE,
        )


# speaker_split


@points("speaker_split", 1)
def test_speaker_split(answer, rng):
    """Every recording of one speaker on one side, none lost, none twice; nonsense is refused"""
    for _ in range(3):
        speakers = rng.integers(0, 6, size=60)
        held_out = int(rng.choice(speakers))
        shown = {"speakers": speakers, "held_out": held_out}
        got = answer.speaker_split(speakers, held_out)
        holds(
            isinstance(got, (tuple, list)) and len(got) == 2, "return two arrays: (train, test)", inputs=shown, got=got
        )
        right = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
        mask = speakers == held_out
        equal(
            tuple(np.asarray(part) for part in got),
            right,
            hint="test has every index of that speaker, train every other one, each in rising order",
            mistakes={
                "the other way round: (train, test), and the held-out speaker is in test": right[::-1],
                "these are masks, not indices: np.flatnonzero turns one into the other": (~mask, mask),
                "these are the speakers themselves, not the indices of their recordings": (
                    speakers[~mask],
                    speakers[mask],
                ),
                "the held-out speaker is still in train: that is the leak": (np.arange(60), right[1]),
            },
            inputs=shown,
        )
    _refuses(
        partial(answer.speaker_split, np.array([0, 1, 1]), 7),
        "nobody is speaker 7: raise a ValueError instead of testing on nothing",
    )
    _refuses(
        partial(answer.speaker_split, np.array([2, 2]), 2),
        "only one speaker: raise a ValueError instead of training on nothing",
    )


def _refuses(call, hint: str, inputs: str = "") -> None:
    """Fail with ``hint`` unless the call raises a ValueError with a message."""
    try:
        got = call()
    except AnswerError as error:
        holds(error.kind == "ValueError", f"{hint}; it raised {error.kind}", inputs=inputs, got=str(error))
        holds(
            len(error.message) > 10, "say in the error's message what is wrong", inputs=inputs, got=repr(error.message)
        )
    else:
        holds(False, hint, inputs=inputs, got=got)


# time_shift


def _spectrograms(rng, count: int, bands=8, frames=20) -> np.ndarray:
    return rng.uniform(-60, 0, size=(count, bands, frames)).astype("float32")


def _moved(spectrogram, shift, fill) -> np.ndarray:
    frames = spectrogram.shape[1]
    result = np.full_like(spectrogram, fill)
    result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return result


def _find_shift(spectrogram, result, most=9) -> int | None:
    for shift in sorted(range(-most, most + 1), key=abs):
        if np.allclose(_moved(spectrogram, shift, spectrogram.min()), result, atol=1e-4):
            return shift
    return None


@points("time_shift", 0.5)
def test_time_shift_moves(answer, rng):
    """Each spectrogram is moved whole, in time, and its own silence comes in"""
    spectrograms = _spectrograms(rng, 12)
    got = answer.time_shift(spectrograms, 5, int(rng.integers(1000)))
    equal(np.shape(got), spectrograms.shape, hint="the shape stays as it is: (N, bands, frames)")
    for spectrogram, result in zip(spectrograms, got, strict=True):
        if _find_shift(spectrogram, result) is not None:
            continue
        shifts = range(-5, 6)
        fills = {"zeros come in; 0 dB is loud: silence is the spectrogram's smallest value": 0.0}
        fills["what comes in is the smallest value of this spectrogram, not of the whole batch"] = spectrograms.min()
        hints = {text: [_moved(spectrogram, shift, fill) for shift in shifts] for text, fill in fills.items()}
        hints["wrapped around: what leaves at one end must not come back at the other (np.roll does that)"] = [
            np.roll(spectrogram, shift, axis=1) for shift in shifts
        ]
        hints["moved in frequency: that makes another sound; time is the last axis"] = [
            wrong(spectrogram, shift) for shift in shifts for wrong in (_moved_in_frequency, _rolled_in_frequency)
        ]
        hints["the border is repeated; what comes in is the smallest value"] = [
            spectrogram[:, np.clip(np.arange(20) - shift, 0, 19)] for shift in shifts
        ]
        named = [
            text for text, wrongs in hints.items() if any(np.allclose(wrong, result, atol=1e-4) for wrong in wrongs)
        ]
        hint = named[0] if named else "this is not the spectrogram moved whole, with its smallest value in the gap"
        holds(False, hint, inputs={"spectrogram": spectrogram, "max_shift": 5}, got=result)


def _moved_in_frequency(spectrogram, shift) -> np.ndarray:
    return _moved(spectrogram.T, shift, spectrogram.min()).T


def _rolled_in_frequency(spectrogram, shift) -> np.ndarray:
    return np.roll(spectrogram, shift, axis=0)


@points("time_shift", 0.5)
def test_time_shift_draws_every_shift(answer, rng):
    """All 2m + 1 shifts come up, another for each, the same for the same seed"""
    spectrograms = _spectrograms(rng, 1).repeat(200, axis=0)
    seed = int(rng.integers(1000))
    got = answer.time_shift(spectrograms, 3, seed)
    shifts = {_find_shift(spectrograms[0], result) for result in got}
    text = f"shifts: {sorted(shift for shift in shifts if shift is not None)}"
    holds(None not in shifts, "some are not moved whole, with the smallest value in the gap", got=text)
    holds(len(shifts) > 1, "every spectrogram got the same shift: draw one for each", got=text)
    holds(max(map(abs, shifts)) <= 3, "a shift was larger than max_shift", got=text)
    holds(min(shifts) < 0, "spectrograms only move one way: draw from −max_shift on", got=text)
    hint = "not every shift from −3 to 3 comes up: rng.integers leaves out its upper end unless told otherwise"
    holds(len(shifts) == 7, hint, expected="7 shifts", got=text)
    close(
        answer.time_shift(spectrograms, 3, seed),
        got,
        hint="the same seed must give the same shifts: use default_rng(seed)",
    )
    other = answer.time_shift(spectrograms, 3, seed + 1)
    holds(not np.array_equal(other, got), "another seed must give other shifts: did you pass the seed on?")


# spec_augment


def _hidden(spectrogram, result) -> np.ndarray:
    return ~np.isclose(spectrogram, result, atol=1e-4)


def _runs(mask) -> int:
    """Return how many separate stretches are true."""
    return int(np.sum(np.diff(np.concatenate([[0], mask.astype(int)])) == 1))


@points("spec_augment", 1)
def test_spec_augment_hides(answer, rng):
    """One stretch of bands and one of frames, replaced by the spectrogram's own mean"""
    spectrograms = _spectrograms(rng, 40, 16, 24)
    got = answer.spec_augment(spectrograms, 6, 8, int(rng.integers(1000)))
    equal(np.shape(got), spectrograms.shape, hint="the shape stays as it is: (N, bands, frames)")
    for spectrogram, result in zip(spectrograms, np.asarray(got), strict=True):
        hidden = _hidden(spectrogram, result)
        shown = {"inputs": {"spectrogram": spectrogram, "bands": 6, "frames": 8}, "got": result}
        rows, columns = hidden.all(axis=1), hidden.all(axis=0)
        whole = np.array_equal(hidden, rows[:, None] | columns[None, :])
        holds(
            whole,
            "hide whole bands and whole frames: a stretch of bands at all times, and one of frames at all frequencies",
            **shown,
        )
        holds(
            _runs(rows) <= 1 and _runs(columns) <= 1,
            "hide one stretch: neighbouring bands, neighbouring frames",
            **shown,
        )
        counts = int(rows.sum()), int(columns.sum())
        swapped = counts[0] > 6 and counts[1] <= 6
        hint = "bands and frames are swapped: axis 1 is frequency, axis 2 time" if swapped else "a stretch is too wide"
        holds(
            counts[0] <= 6 and counts[1] <= 8,
            hint,
            expected="at most 6 bands and 8 frames",
            **(shown | {"got": counts}),
        )
        if hidden.any():
            _filled_with_mean(result[hidden], spectrogram, spectrograms, shown)


def _filled_with_mean(values, spectrogram, spectrograms, shown) -> None:
    close(
        values,
        np.full(len(values), spectrogram.mean()),
        hint="what is hidden is replaced by the mean of that spectrogram, as it was before anything was hidden",
        mistakes={
            "zeros are loud in decibels: fill with the mean of the spectrogram": np.zeros(len(values)),
            "fill with the mean of this spectrogram, not of the whole batch": np.full(len(values), spectrograms.mean()),
            "fill with the mean, not with the smallest value": np.full(len(values), spectrogram.min()),
        },
        inputs=shown["inputs"],
        rtol=1e-3,
        atol=1e-2,
    )


@points("spec_augment", 0.5)
def test_spec_augment_draws(answer, rng):
    """Every width from 0 to the widest and every place comes up, another for each, the same for the same seed"""
    spectrograms = _spectrograms(rng, 1, 10, 12).repeat(500, axis=0)
    seed = int(rng.integers(1000))
    got = np.asarray(answer.spec_augment(spectrograms, 3, 4, seed))
    hidden = np.array([_hidden(spectrograms[0], result) for result in got])
    rows, columns = hidden.all(axis=2), hidden.all(axis=1)
    holds(len(np.unique(hidden, axis=0)) > 1, "every spectrogram has the same stretches: draw for each on its own")
    for what, mask, widest in (("bands", rows, 3), ("frames", columns, 4)):
        widths = sorted({int(width) for width in mask.sum(axis=1)})
        holds(widths[0] == 0, f"a width of 0 {what} is possible too", got=f"widths: {widths}")
        hint = f"not every width up to {widest} {what} comes up: rng.integers leaves out its upper end"
        equal(widths, list(range(widest + 1)), hint=hint)
        seldom = mask.mean(axis=0)[[0, -1]]
        hint = f"the first or last of the {what} is never hidden: every place where the stretch fits is possible"
        holds(seldom.min() > 0, hint, got=f"share of hidden: first {seldom[0]:.3f}, last {seldom[1]:.3f}")
    paired = rows.sum(axis=1) - columns.sum(axis=1)
    holds(len(np.unique(paired)) > 2, "bands and frames have the same width: draw two numbers")
    again, other = answer.spec_augment(spectrograms, 3, 4, seed), answer.spec_augment(spectrograms, 3, 4, seed + 1)
    close(again, got, hint="the same seed must hide the same stretches: use default_rng(seed)")
    holds(not np.array_equal(other, got), "another seed must hide others: did you pass the seed on?")


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


def _same_events(got, expected, mistakes, inputs) -> None:
    holds(isinstance(got, (list, tuple)), "return a list of (start, end, label)", inputs=inputs, got=got)
    holds(
        all(isinstance(event, (list, tuple, np.ndarray)) and len(event) == 3 for event in got),
        "each event is (start, end, label)",
        inputs=inputs,
        got=got,
    )
    close(
        [tuple(float(value) for value in event) for event in got],
        [tuple(map(float, event)) for event in expected],
        hint="go through the windows in order; an event ends where the class changes or the threshold is not reached",
        mistakes=mistakes,
        inputs=inputs,
        rtol=1e-6,
        atol=1e-6,
    )


@points("detect_events", 1)
def test_detect_events_times(answer, rng):
    """One event: it begins and ends half a step around the middles of its windows"""
    for hop, window in ((0.1, 1.0), (0.25, 0.5), (0.5, 2.0)):
        first, length, label = int(rng.integers(2, 6)), int(rng.integers(1, 5)), int(rng.integers(1, 4))
        confidence = np.full(14, 0.3)
        confidence[first : first + length] = 0.9
        rows = _rows(np.full(14, label), confidence)
        wrong = partial(_events, rows, hop, window, 0.6)
        _same_events(
            answer.detect_events(rows, hop, window, 0.6),
            wrong(),
            {
                "these are the starts of the windows: a window speaks for what is around its middle": partial(
                    wrong, shift=0.0
                ),
                "from the start of the first window to the end of the last: half a window too much on both sides": (
                    partial(wrong, shift=0.0, reach=window)
                ),
                "from middle to middle: the first and last window speak for half a step more": (
                    partial(wrong, shift=window / 2, reach=0.0)
                ),
                "from the middle on: each window speaks for half a step before its middle, too": (
                    partial(wrong, shift=window / 2)
                ),
                "these are numbers of windows: multiply by `hop` to get seconds": partial(
                    _events, rows, 1.0, window / hop, 0.6
                ),
                "windows that name the same class one after the other are one event": partial(wrong, merge=False),
                "the threshold is ignored": partial(_events, rows, hop, window, 0.0),
                "(start, duration, label): give the end": lambda: [(a, b - a, c) for a, b, c in wrong()],  # noqa: B023
            },
            {"probabilities": rows, "hop": hop, "window": window, "threshold": 0.6},
        )


@points("detect_events", 1)
def test_detect_events_sequence(answer, rng):
    """Several events, back to back and apart, up to the borders; none at all"""
    for _ in range(4):
        labels = rng.integers(0, 3, size=8).repeat(rng.integers(1, 4, size=8))
        confidence = rng.choice([0.3, 0.55, 0.7, 0.95], p=[0.15, 0.15, 0.35, 0.35], size=len(labels))
        confidence[[0, -1]] = 0.9
        confidence[3] = 0.75
        rows = _rows(labels, confidence)
        threshold = 0.55
        wrong = partial(_events, rows, 0.2, 1.0)
        nearly = np.nextafter(threshold, 1)
        _same_events(
            answer.detect_events(rows, 0.2, 1.0, threshold),
            wrong(threshold),
            {
                "a probability that equals the threshold counts: at least, not more than": partial(wrong, nearly),
                "the last event is missing: it may last until the end": lambda: wrong(threshold)[:-1],  # noqa: B023
                "class 0 is a class like others": lambda: [e for e in wrong(threshold) if e[2] != 0],  # noqa: B023
                "two events of one class with a pause between them are two events": partial(_bridged, rows, threshold),
                "an event ends where another class begins, even without a pause": partial(_blind, rows, threshold),
                "windows that name the same class one after the other are one event": partial(
                    wrong, threshold, merge=False
                ),
                "sort by time, not by class": lambda: sorted(wrong(threshold), key=lambda e: (e[2], e[0])),  # noqa: B023
            },
            {"probabilities": rows, "hop": 0.2, "window": 1.0, "threshold": threshold},
        )
    nothing = _rows([1, 2, 1], [0.4, 0.4, 0.4])
    _same_events(answer.detect_events(nothing, 0.2, 1.0, 0.9), [], {}, "no window reaches the threshold: an empty list")


def _bridged(rows, threshold) -> list:
    """Events that go on after a pause if the class is the same as before it."""
    events = []
    for start, end, label in _events(rows, 0.2, 1.0, threshold):
        if events and events[-1][2] == label:
            events[-1] = (events[-1][0], end, label)
        else:
            events.append((start, end, label))
    return events


def _blind(rows, threshold) -> list:
    """Events that end only with a pause, whatever the classes."""
    events, before = [], False
    for number, row in enumerate(rows):
        heard = row.max() >= threshold
        start = number * 0.2 + 0.4
        if heard and before:
            events[-1] = (events[-1][0], start + 0.2, events[-1][2])
        elif heard:
            events.append((start, start + 0.2, int(row.argmax())))
        before = heard
    return events


# load_clip


def _file(samples, rate, suffix="wav", subtype=None) -> bytes:
    content = io.BytesIO()
    soundfile.write(content, samples, rate, format=suffix, subtype=subtype)
    return content.getvalue()


def _tone(seconds, rate, frequency) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


def _middle(clip, seconds=0.5, rate=8000) -> np.ndarray:
    """Return the clip's first part without its borders, where resamplers differ."""
    return np.asarray(clip, dtype=float)[int(0.1 * rate) : int((seconds - 0.1) * rate)]


def _pitch(samples, rate=8000) -> float:
    """Return the strongest frequency in Hz, to about 2 Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * len(samples)))
    return float(np.argmax(spectrum)) * rate / (4 * len(samples))


def _right_speed(clip, frequency, rate, inputs) -> None:
    """Fail if a tone came out at the pitch that it has when its samples are taken as they are."""
    slowed = frequency * 8000 / rate
    hint = "not resampled: the tone is played at the wrong speed; the clip has `rate` samples a second"
    holds(rate == 8000 or abs(_pitch(_middle(clip)) - slowed) > 10, hint, inputs=inputs)


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
        clip = answer.load_clip(_file(sound, rate, suffix))
        hint = "rate · seconds samples: zeros after the end of a short recording"
        equal(np.shape(clip), (8000,), hint=hint, inputs=inputs)
        _right_speed(clip, frequency, rate, inputs)
        close(
            _middle(clip),
            expected,
            hint="decode, average the channels, resample to `rate`",
            mistakes={
                "one channel only: take the mean of both": 1.4 * expected,
                "the sum of the channels: take their mean": 2 * expected,
                "a short recording is followed by zeros; this one has zeros before it, too": centred,
            },
            inputs=inputs,
            rtol=0,
            atol=0.03,
        )
        holds(np.abs(np.asarray(clip)[4400:]).max() < 0.01, "a short recording is followed by zeros", inputs=inputs)


@points("load_clip", 0.5)
def test_load_clip_filters(answer):
    """A tone that the new rate cannot hold is gone, and does not come back as another"""
    inputs = "a tone of 7,000 Hz at 48,000 samples a second"
    clip = answer.load_clip(_file(_tone(0.5, 48000, 7000.0), 48000))
    _right_speed(clip, 7000.0, 48000, inputs)
    hint = (
        "aliasing: a tone of 7,000 Hz cannot be held at 8,000 samples a second, it came back as one of 1,000 Hz: use a "
        "resampler that filters first"
    )
    holds(np.abs(_middle(clip)).max() < 0.05, hint, inputs=inputs)


@points("load_clip", 0.5)
def test_load_clip_finds_the_loudest(answer, rng):
    """Of a long recording the loudest second; another length and rate if asked for"""
    start = int(rng.integers(9000, 14000))
    sound = 0.01 * rng.standard_normal(30000)
    sound[start : start + 8000] += _tone(1.0, 8000, 500.0)
    clip = np.asarray(answer.load_clip(_file(sound, 8000)))
    inputs = f"3.75 s, loud from {start / 8000:.2f} s on for one second"
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
    short = answer.load_clip(_file(sound, 8000), 4000, 0.5)
    equal(
        np.shape(short), (2000,), hint="`rate` and `seconds` are not always 8000 and 1", inputs="rate=4000, seconds=0.5"
    )


@points("load_clip", 0.5)
def test_load_clip_refuses(answer, rng):
    """Corrupt, silent, too short or not finite: a ValueError that says so"""
    noise = 0.1 * rng.standard_normal(4000)
    broken = noise.copy()
    broken[17] = np.nan
    bad = {
        "not audio at all": (b"this is no recording", "what cannot be decoded needs a ValueError of your own words"),
        "an empty file": (b"", "an empty file needs a ValueError of your own words"),
        "half a flac": (_file(noise, 8000, "flac")[:30], "a cut-off file needs a ValueError of your own words"),
        "silence": (_file(np.zeros(4000), 8000), "a silent recording must be refused with a ValueError"),
        "almost silence": (_file(noise * 1e-4, 8000, subtype="FLOAT"), "nothing reaches 0.0001: that is silence"),
        "5 ms": (_file(noise[:40], 8000), "a recording of less than 0.1 s must be refused with a ValueError"),
        "0.09 s at 44,100 Hz": (
            _file(noise[:3969], 44100),
            "less than 0.1 s: count with the recording's own sample rate",
        ),
        "no samples": (_file(np.zeros(0), 8000), "a recording without samples must be refused with a ValueError"),
        "NaN": (_file(broken, 8000, subtype="FLOAT"), "NaN in the samples must be refused with a ValueError"),
    }
    for name, (content, hint) in bad.items():
        _refuses(partial(answer.load_clip, content), hint, inputs=f"content: {name}")
    soft = answer.load_clip(_file(noise[:1000] * 0.01, 8000, subtype="FLOAT"))
    equal(np.shape(soft), (8000,), hint="a soft recording of 0.125 s is fine", inputs="soft, 0.125 s")
