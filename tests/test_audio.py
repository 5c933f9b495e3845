"""The production spectrogram agrees with librosa; recordings of every kind are read or refused in words."""

from __future__ import annotations

import io
from pathlib import Path

import librosa
import numpy as np
import pytest
import soundfile

from course import audio


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def tone(seconds: float, rate: int, frequency: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


@pytest.mark.parametrize(("rate", "n_fft", "hop", "mels"), [(8000, 256, 128, 40), (16000, 512, 100, 24)])
def test_log_mel_of_a_batch_is_librosas_one_by_one(rng, rate, n_fft, hop, mels):
    waveforms = (rng.standard_normal((3, 5000)) * [[1.0], [1e-2], [0.0]]).astype("float32")
    got = audio.log_mel(waveforms, rate, n_fft, hop, mels)
    for waveform, image in zip(waveforms, got, strict=True):
        power = librosa.feature.melspectrogram(y=waveform, sr=rate, n_fft=n_fft, hop_length=hop, n_mels=mels)
        np.testing.assert_allclose(image, librosa.power_to_db(power), rtol=1e-4, atol=1e-3)


def test_a_recordings_picture_does_not_depend_on_its_neighbours(rng):
    soft, loud = 1e-3 * rng.standard_normal(4000), rng.standard_normal(4000)
    together = audio.log_mel(np.stack([soft, loud]))
    np.testing.assert_allclose(together[0], audio.log_mel(soft), atol=1e-3)


def test_keras_cuts_off_by_the_batch():
    """Why `audio.log_mel` is not `keras.layers.MelSpectrogram`: fails when Keras cuts off by recording."""
    import keras

    sound = np.random.default_rng(0).standard_normal(4000).astype("float32") * np.linspace(1, 0, 4000) ** 8
    layer = keras.layers.MelSpectrogram(fft_length=256, sequence_stride=128, sampling_rate=8000, num_mel_bins=40)
    alone = keras.ops.convert_to_numpy(layer((1e-3 * sound)[None]))[0]
    beside = keras.ops.convert_to_numpy(layer(np.stack([1e-3 * sound, sound])))[0]
    assert np.abs(alone - beside).max() > 1


def test_normalise_removes_gain_and_a_microphones_response(rng):
    image = rng.normal(size=(2, 40, 63)) * 10
    colour = rng.normal(size=(1, 40, 1)) * 20
    np.testing.assert_allclose(audio.normalise(image), audio.normalise(image + colour), atol=1e-6)
    np.testing.assert_allclose(audio.normalise(image).std(axis=(1, 2)), 1, rtol=1e-3)


def test_time_shift_moves_each_on_its_own(rng):
    images = rng.uniform(1, 2, size=(50, 4, 20))
    moved = audio.time_shift(images, 3, rng)
    shifts = set()
    for image, result in zip(images, moved, strict=True):
        for shift in range(-3, 4):
            inside = slice(max(shift, 0), 20 + min(shift, 0))
            if np.array_equal(result[:, inside], image[:, max(-shift, 0) : 20 - max(shift, 0)]):
                shifts.add(shift)
                outside = np.delete(result, range(20)[inside], axis=1)
                np.testing.assert_array_equal(outside, image.min())
    assert shifts == set(range(-3, 4))


def test_spec_augment_hides_whole_stretches_by_the_mean(rng):
    images = rng.normal(size=(200, 10, 20))
    masked = audio.spec_augment(images, 3, 5, rng)
    hidden = masked != images
    rows, columns = hidden.all(axis=2), hidden.all(axis=1)
    np.testing.assert_array_equal(hidden, rows[:, :, None] | columns[:, None, :])
    assert set(rows.sum(axis=1)) == {0, 1, 2, 3}
    assert set(columns.sum(axis=1)) == {0, 1, 2, 3, 4, 5}
    means = np.broadcast_to(images.mean(axis=(1, 2), keepdims=True), images.shape)
    np.testing.assert_allclose(masked[hidden], means[hidden])


def test_add_noise_and_change_gain(rng):
    waveforms = np.stack([tone(1, 8000), 0.1 * tone(1, 8000)])
    noise = audio.add_noise(waveforms, (20, 20), rng) - waveforms
    snr = 10 * np.log10(np.mean(waveforms**2, axis=1) / np.mean(noise**2, axis=1))
    np.testing.assert_allclose(snr, 20, atol=0.5)
    louder = audio.change_gain(waveforms, (6.0206, 6.0206), rng)
    np.testing.assert_allclose(louder, 2 * waveforms, rtol=1e-4)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg"])
@pytest.mark.parametrize("rate", [8000, 11025, 16000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_recordings_of_every_kind_are_read(tmp_path: Path, suffix: str, rate: int, channels: int):
    path = tmp_path / f"tone.{suffix}"
    samples = tone(0.5, rate)
    soundfile.write(path, np.stack([1.4 * samples, 0.6 * samples], axis=1) if channels == 2 else samples, rate)
    got = audio.read_recording(path)
    assert got.dtype == np.float32
    assert abs(len(got) - 4000) <= 1
    np.testing.assert_allclose(got[400:3600], tone(0.5, 8000)[400:3600], atol=0.03)


def test_open_files_are_read_too():
    content = io.BytesIO()
    soundfile.write(content, tone(0.5, 8000), 8000, format="flac")
    content.seek(0)
    assert len(audio.read_recording(content)) == 4000


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros(4000), "is silent"),
        (1e-6 * tone(0.5, 8000), "is silent"),
        (tone(0.05, 8000), "at least 0.1 s"),
        (np.zeros(0), "at least 0.1 s"),
        (np.full(4000, np.nan), "not finite"),
    ],
)
def test_useless_recordings_are_refused_with_a_reason(tmp_path: Path, samples: np.ndarray, words: str):
    path = tmp_path / "bad.wav"
    soundfile.write(path, samples, 8000, subtype="FLOAT")
    with pytest.raises(audio.AudioError, match=words) as caught:
        audio.read_recording(path)
    assert "bad.wav" in str(caught.value)


def test_a_file_that_is_not_a_recording_is_refused_with_a_reason(tmp_path: Path):
    corrupt = tmp_path / "corrupt.flac"
    soundfile.write(corrupt, tone(0.5, 8000), 8000)
    corrupt.write_bytes(corrupt.read_bytes()[:20])
    text = tmp_path / "notes.wav"
    text.write_text("not a sound")
    empty = tmp_path / "empty.ogg"
    empty.touch()
    for path in (corrupt, text, empty, tmp_path):
        with pytest.raises(audio.AudioError, match="no recording that can be read"):
            audio.read_recording(path)
    with pytest.raises(audio.AudioError, match="no such file"):
        audio.read_recording(tmp_path / "nowhere.wav")


def test_fit_length_takes_the_loudest_stretch_or_adds_zeros():
    samples = np.concatenate([np.zeros(500), np.ones(100), np.zeros(300)])
    np.testing.assert_array_equal(audio.fit_length(samples, 100), 1)
    np.testing.assert_array_equal(audio.fit_length(np.ones(3), 5), [1, 1, 1, 0, 0])
    assert len(audio.fit_length(samples, 900)) == 900


def test_resample_filters_what_the_new_rate_cannot_hold():
    assert np.abs(audio.resample(tone(1, 48000, 7000.0), 48000, 8000)[400:-400]).max() < 0.02


def test_sliding_windows_cover_the_recording():
    windows = audio.sliding_windows(np.arange(100), 30, 20)
    np.testing.assert_array_equal(windows[:, 0], [0, 20, 40, 60])
    with pytest.raises(audio.AudioError, match="fewer than one window"):
        audio.sliding_windows(np.arange(10), 30, 20)


def test_clips_strung_together_are_where_the_events_say(rng):
    labels = np.repeat(np.arange(4), 3)
    clips = 0.5 * np.sin(2 * np.pi * 100 * (1 + labels[:, None]) * np.arange(8000) / 8000)  # 100 to 400 Hz by class
    recording, events = audio.string_together(clips, labels, 15, rng)
    assert recording.shape == (15 * 8000,)
    assert recording.dtype == np.float32
    assert len({label for *_, label in events}) == len(events) >= 3
    before = 0.0
    for start, end, label in events:
        assert round(end - start, 6) in (1, 2)
        assert start >= before + 0.4
        middle = recording[int((start + 0.25) * 8000) : int((start + 0.75) * 8000)]
        assert np.argmax(np.abs(np.fft.rfft(middle))) == 50 * (1 + label)  # cycles in half a second
        before = end
    assert before <= 15 - 1
    assert np.abs(recording[:8000]).max() < 0.03  # nothing but the hiss before the first event


def test_the_same_generator_strings_the_same_recording():
    clips, labels = np.ones((6, 1000)), np.array([0, 1, 2, 0, 1, 2])
    one, other = (audio.string_together(clips, labels, 9, np.random.default_rng(3), rate=1000) for _ in range(2))
    np.testing.assert_array_equal(one[0], other[0])
    assert one[1] == other[1]
