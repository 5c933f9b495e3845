"""The layouts of the spoken digits, and the sounds of a rainforest that stand in for them."""

from __future__ import annotations

import io
import tarfile
import zipfile

import numpy as np
import pytest
import soundfile
from sklearn.svm import SVC

from course.data import load
from course.data.sets import spoken_digits
from course.data.sets.spoken_digits import SPEAKERS, SPOKEN_DIGITS, rainforest_sounds


def recording(samples: int, level: float) -> bytes:
    """Return a wav file of a constant."""
    buffer = io.BytesIO()
    soundfile.write(buffer, np.full(samples, level), spoken_digits.RATE, format="WAV", subtype="PCM_16")
    return buffer.getvalue()


RECORDINGS = {
    "recordings/7_theo_5.wav": recording(3_000, 0.5),
    "recordings/0_theo_5.wav": recording(9_000, 0.25),
    "recordings/3_george_5.wav": recording(8_000, -0.5),
    "recordings/3_george_4.wav": recording(100, -0.25),
}


def check_spoken_digits(train: dict, test: dict) -> None:
    """Compare the four recordings with what was read."""
    SPOKEN_DIGITS.check(train)
    assert train["labels"].tolist() == [3, 0, 7]
    assert [SPEAKERS[speaker] for speaker in train["speakers"]] == ["george", "theo", "theo"]
    np.testing.assert_allclose(train["waveforms"].mean(axis=1), [-0.5, 0.25, 0.5 * 3 / 8], atol=1e-4)
    assert not train["waveforms"][2, 3_000:].any(), "zeros after the end"
    assert SPOKEN_DIGITS.check(test)["labels"].tolist() == [3]


def test_spoken_digits(tmp_path):
    with tarfile.open(tmp_path / "free-spoken-digit-dataset-1.0.9.tar.gz", "w:gz") as archive:
        for name, content in RECORDINGS.items():
            entry = tarfile.TarInfo(f"free-spoken-digit-dataset-1.0.9/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    check_spoken_digits(*(spoken_digits.read_spoken_digits(tmp_path, split) for split in ("train", "test")))


def test_spoken_digits_of_a_mirror(tmp_path):
    with zipfile.ZipFile(tmp_path / "digits.zip", "w") as archive:
        for name, content in RECORDINGS.items():
            archive.writestr(name, content)
    path = tmp_path / "digits.zip"
    check_spoken_digits(*(spoken_digits.read_spoken_digits_subset(path, split) for split in ("train", "test")))


@pytest.mark.mirror
def test_spoken_digits_of_the_mirror(mirror):
    waveforms, labels, speakers = loaded = load("spoken_digits", "test")
    assert loaded.source == "mirror"
    assert waveforms.shape == (300, 8000)
    assert np.bincount(labels).tolist() == [30] * 10
    assert np.bincount(speakers).tolist() == [50] * 6
    assert len(load("spoken_digits", "train")) == 2700


def band_energies(waveforms: np.ndarray) -> np.ndarray:
    """Return log energies in 20 bands and 8 stretches of time, scaled to unit variance."""
    frames = waveforms.reshape(len(waveforms), 8, 1000) * np.hanning(1000)
    power = np.abs(np.fft.rfft(frames)[..., :500]).reshape(len(waveforms), 8, 20, 25).mean(axis=-1)
    features = np.log(power + 1e-3).reshape(len(waveforms), -1)
    return (features - features.mean(axis=0)) / features.std(axis=0)


def test_the_sounds_of_a_new_recorder_are_harder():
    made, again = rainforest_sounds("test"), rainforest_sounds("test")
    np.testing.assert_array_equal(made["waveforms"], again["waveforms"])
    assert np.bincount(made["speakers"] * 10 + made["labels"]).tolist() == [5] * 60
    assert np.abs(made["waveforms"]).max() <= 1
    features, labels, recorders = band_energies(made["waveforms"]), made["labels"], made["speakers"]

    def accuracy(in_test: np.ndarray) -> float:
        learner = SVC(C=10).fit(features[~in_test], labels[~in_test])
        return learner.score(features[in_test], labels[in_test])

    at_random = np.mean([accuracy(np.arange(300) // 60 == fold) for fold in range(5)])
    by_recorder = np.mean([accuracy(recorders == recorder) for recorder in range(6)])
    assert at_random > 0.8
    assert by_recorder < at_random - 0.05
