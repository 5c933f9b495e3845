"""The Free Spoken Digit Dataset: one second at 8 kHz per recording. Sounds of a rainforest stand in for it.

There are ten synthesised sounds. Every one is heard through one of six recorders, each with a filter of its own and a
background of its own: a random split lets a network recognise the recorder, as it would a speaker. How hard the task is
follows from the signal-to-noise ratio, sampled from :data:`SNR_DB`.
"""

from __future__ import annotations

import functools
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, Archive, ArraySpec, DataSet, StandIn, Subset
from course.data.formats import read_member

RATE = 8_000  # samples per second
LENGTH = RATE  # samples: one second; 99.3% of the recordings are shorter
SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")
TEST_RECORDINGS = 5  # the publisher tests on the recordings 0 to 4 of each digit by each speaker

RECORDERS = 6
COUNTS = {"train": 1_800, "test": 300}
SNR_DB = (0.0, 20.0)  # signal over background, in decibels
TIME = np.arange(LENGTH) / RATE  # seconds

Generator = np.random.Generator


def _tone(frequency: np.ndarray | float, harmonics: int = 1, fall: float = 1.0) -> np.ndarray:
    """Return a tone whose frequency in Hz may change; its harmonics fall off as ``n ** -fall``."""
    phase = np.float32(2 * np.pi / RATE) * np.cumsum(np.broadcast_to(frequency, LENGTH), dtype=np.float32)
    return sum(np.sin(n * phase) * n**-fall for n in range(1, harmonics + 1))


def _band(rng: Generator, low: float, high: float) -> np.ndarray:
    """Return noise between two frequencies in Hz."""
    spectrum = np.fft.rfft(rng.standard_normal(LENGTH))
    frequencies = np.fft.rfftfreq(LENGTH, 1 / RATE)
    return np.fft.irfft(spectrum * ((frequencies > low) & (frequencies < high)), LENGTH)


def _strokes(rng: Generator, rate: float, decay: float) -> np.ndarray:
    """Return an envelope that is struck ``rate`` times per second and dies away within ``decay`` seconds."""
    return np.exp(-((TIME * rate + rng.random()) % 1) / rate / decay)


def _chainsaw(rng: Generator) -> np.ndarray:
    revving = rng.uniform(90, 150) * (1 + 0.4 * np.sin(2 * np.pi * rng.uniform(0.3, 1.0) * TIME + rng.uniform(0, 6)))
    return _tone(revving, harmonics=20, fall=0.4) * (1 + 0.5 * _tone(rng.uniform(22, 30)))


def _engine(rng: Generator) -> np.ndarray:
    return _tone(rng.uniform(45, 80), harmonics=12, fall=1.0) + 0.1 * _band(rng, 50, 500)


def _rain(rng: Generator) -> np.ndarray:
    drops = rng.standard_normal(LENGTH) * (rng.random(LENGTH) < 0.004) * 12
    return _band(rng, 900, 3_900) + drops


def _wind(rng: Generator) -> np.ndarray:
    return _band(rng, 40, rng.uniform(250, 500)) * (1.2 + np.sin(2 * np.pi * rng.uniform(0.5, 1.5) * TIME))


def _whistle(rng: Generator) -> np.ndarray:
    glide = rng.uniform(1_700, 2_600) + rng.uniform(-700, 700) * TIME
    return _tone(glide) * _strokes(rng, rng.uniform(1.5, 3.0), 0.15)


def _trill(rng: Generator) -> np.ndarray:
    rate = rng.uniform(14, 22)
    chirp = rng.uniform(2_000, 2_800) + 700 * ((TIME * rate) % 1)
    return _tone(chirp) * _strokes(rng, rate, 0.03)


def _insects(rng: Generator) -> np.ndarray:
    middle = rng.uniform(2_900, 3_500)
    return _band(rng, middle - 150, middle + 150) * (1 + np.sin(2 * np.pi * rng.uniform(35, 60) * TIME))


def _frogs(rng: Generator) -> np.ndarray:
    return _tone(rng.uniform(350, 600), harmonics=3) * _strokes(rng, rng.uniform(4, 8), 0.05)


def _axe(rng: Generator) -> np.ndarray:
    return (_band(rng, 200, 3_500) + _tone(rng.uniform(180, 260))) * _strokes(rng, rng.uniform(1.0, 2.0), 0.04)


def _thunder(rng: Generator) -> np.ndarray:
    return _band(rng, 20, rng.uniform(120, 180)) * _strokes(rng, 1.0, 0.4)


SOUNDS: dict[str, Callable[[Generator], np.ndarray]] = {
    "chainsaw": _chainsaw,
    "engine": _engine,
    "rain": _rain,
    "wind": _wind,
    "whistling bird": _whistle,
    "trilling bird": _trill,
    "insects": _insects,
    "frogs": _frogs,
    "axe": _axe,
    "thunder": _thunder,
}


def _unit(sound: np.ndarray) -> np.ndarray:
    return sound / (np.sqrt(np.mean(sound**2)) + 1e-9)


@functools.cache
def _response(recorder: int) -> np.ndarray:
    """Return a recorder's gain at each frequency of a one-second spectrum: a smooth curve, the same in every call."""
    knots = np.random.default_rng(100 + recorder).uniform(-12, 6, size=8)  # decibels
    decibels = np.interp(np.linspace(0, 7, LENGTH // 2 + 1), np.arange(8), knots)
    return 10 ** (decibels / 20)


def _record(sound: str, recorder: int, rng: Generator) -> np.ndarray:
    """Return one second of a sound as a recorder hears it, (8000,) float32 within -1 to 1."""
    snr = rng.uniform(*SNR_DB)
    hum = _tone(50.0 * (1 + recorder % 3), harmonics=4)
    background = _unit(_band(rng, 30, 800 + 500 * recorder) + 0.3 * hum)
    heard = _unit(SOUNDS[sound](rng)) + background * 10 ** (-snr / 20)
    heard = np.fft.irfft(np.fft.rfft(heard) * _response(recorder), LENGTH)
    return (rng.uniform(0.3, 0.9) * heard / np.abs(heard).max()).astype(np.float32)


def rainforest_sounds(split: str) -> dict[str, np.ndarray]:
    """Return a split of ten synthesised sounds of a rainforest.

    Classes and recorders take turns, so that every class is heard equally often by every recorder.

    Args:
        split: ``"train"`` (1,800 sounds) or ``"test"`` (300 sounds).

    Returns:
        ``waveforms`` (N, 8000) float32 at 8 kHz, -1 to 1; ``labels`` (N,) int64, a place in :data:`SOUNDS`;
        ``speakers`` (N,) int64, the recorder, 0 to 5. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    names, places = list(SOUNDS), np.arange(COUNTS[split])
    labels, recorders = places % len(names), places // len(names) % RECORDERS
    waveforms = [_record(names[label], recorder, rng) for label, recorder in zip(labels, recorders.tolist())]
    return {"waveforms": np.stack(waveforms), "labels": labels, "speakers": recorders}


def read_spoken_digits(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the Free Spoken Digit Dataset from the publisher's source archive.

    Returns:
        See :func:`_spoken_digits`; N is 2,250 (train) or 250 (test), by five of the six speakers.
    """
    with tarfile.open(folder / "free-spoken-digit-dataset-1.0.9.tar.gz") as archive:
        wavs = [member for member in archive if member.name.endswith(".wav")]
        return _spoken_digits(((wav.name, read_member(archive, wav)) for wav in wavs), split)


def read_spoken_digits_subset(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the Free Spoken Digit Dataset from a zip of its ``recordings`` folder.

    Returns:
        See :func:`_spoken_digits`.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".wav")]
        return _spoken_digits(((name, archive.read(name)) for name in names), split)


def _spoken_digits(files: Iterable[tuple[str, bytes]], split: str) -> dict[str, np.ndarray]:
    """Turn the files ``{digit}_{speaker}_{index}.wav`` of a split into arrays; the digits take turns.

    Returns:
        ``waveforms`` (N, 8000) float32 at 8 kHz, -1 to 1, zeros after the end, cut after one second;
        ``labels`` (N,) int64, the digit; ``speakers`` (N,) int64, a place in :data:`SPEAKERS`.
    """
    import soundfile

    rows = []
    for name, content in files:
        digit, speaker, index = Path(name).stem.split("_")
        if (int(index) < TEST_RECORDINGS) == (split == "test"):
            samples, _ = soundfile.read(io.BytesIO(content), frames=LENGTH, dtype="float32", fill_value=0)
            rows.append((int(index), SPEAKERS.index(speaker), int(digit), samples))
    rows.sort(key=lambda row: row[:3])
    return {
        "waveforms": np.stack([samples for *_, samples in rows]),
        "labels": np.array([digit for _, _, digit, _ in rows], np.int64),
        "speakers": np.array([speaker for _, speaker, _, _ in rows], np.int64),
    }


SPOKEN_DIGITS = DataSet(
    name="spoken_digits",
    title="Free Spoken Digit Dataset",
    arrays={
        "waveforms": ArraySpec((None, LENGTH), "float32", "one second at 8 kHz, -1 to 1"),
        "labels": ArraySpec((None,), "int64", "the digit, 0 to 9"),
        "speakers": ArraySpec((None,), "int64", f"who speaks: {', '.join(SPEAKERS)}"),
    },
    class_names=tuple("0123456789"),
    licence="CC BY-SA 4.0",
    citation="Jackson: Free Spoken Digit Dataset, version 1.0.9",
    homepage="https://github.com/Jakobovski/free-spoken-digit-dataset",
    splits={"train": 2_250, "test": 250},
    archives=(
        Archive(  # as TensorFlow Datasets pins it for `spoken_digit`
            url="https://github.com/Jakobovski/free-spoken-digit-dataset/archive/v1.0.9.tar.gz",
            sha256="8bc44cde129d505cbbb6b365c09f80c663f2aa77578afc634e6141a2f87100c0",
            size=11_975_353,
            filename="free-spoken-digit-dataset-1.0.9.tar.gz",
        ),
    ),
    read=read_spoken_digits,
    stand_in=StandIn(
        rainforest_sounds,
        "2,100 synthesised sounds of a rainforest by six recorders (not spoken digits)",
        class_names=tuple(SOUNDS),
    ),
    subset=Subset(
        filename="free-spoken-digit-dataset.zip",
        read=read_spoken_digits_subset,
        what="3,000 spoken digits by six speakers",
    ),
)
