"""Sound as images: recordings read and cut, log-mel spectrograms of whole batches, changes that imitate others.

Lab 3 builds the spectrogram step by step, one signal at a time; here is the batched form for everything that comes
later. Spectrograms are ``(…, bands, frames)``: low frequencies first, time to the right. Sample rates and
frequencies are in Hz, levels in decibels, and random numbers come from the generator that the caller passes.
"""

from __future__ import annotations

import functools
import math
from os import PathLike
from pathlib import Path
from typing import BinaryIO

import numpy as np

from course.errors import CourseError

RATE = 8_000  # samples per second, as the spoken digits have
SECONDS = 1.0  # length of a clip
N_FFT, HOP, MELS = 256, 128, 40  # a window of 32 ms every 16 ms; 40 bands
TOP_DB = 80.0  # decibels below the loudest value at which a spectrogram is cut off, as in librosa
SHORTEST = 0.1  # seconds; less holds no word and no call
SILENCE = 1e-4  # peak below which nothing was recorded: 80 dB under full scale
MIN_POWER = 1e-10  # librosa's floor of a logarithm


class AudioError(CourseError, ValueError):
    """A recording cannot be used; the message says which, why, and what to do."""


def read_recording(source: str | PathLike[str] | BinaryIO, rate: int = RATE) -> np.ndarray:
    """Read a recording as one channel at a given rate.

    Channels are averaged. All formats that libsndfile reads are accepted: wav, flac, ogg, mp3, aiff and more.

    Args:
        source: A path, or an open binary file.
        rate: Samples per second of the result.

    Returns:
        ``(samples,)`` float32, -1 to 1.

    Raises:
        AudioError: If there is no such file, it is not a recording that can be read, it holds values that are not
            finite, or it is silent or shorter than :data:`SHORTEST` seconds.
    """
    import soundfile

    name = getattr(source, "name", None) or (source if isinstance(source, str | PathLike) else "the recording")
    if isinstance(source, str | PathLike) and not Path(source).exists():
        raise AudioError(f"{name}: there is no such file")
    try:
        samples, found_rate = soundfile.read(source, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError, TypeError) as error:
        reason = getattr(error, "error_string", str(error)).rstrip(".")  # without the object's address
        raise AudioError(f"{name}: is no recording that can be read ({reason}); save it as wav, flac or ogg") from None
    if not np.isfinite(samples).all():
        raise AudioError(f"{name}: holds values that are not finite; export it again")
    if len(samples) < SHORTEST * found_rate:
        raise AudioError(f"{name}: lasts {len(samples) / found_rate:.3f} s; at least {SHORTEST} s are needed")
    samples = samples.mean(axis=1)
    if np.abs(samples).max() < SILENCE:
        raise AudioError(f"{name}: is silent; was the microphone on?")
    return resample(samples, found_rate, rate)


def resample(samples: np.ndarray, rate: int, new_rate: int) -> np.ndarray:
    """Return the same sound at another sample rate; frequencies above half the new rate are filtered out.

    Args:
        samples: ``(…, samples)``.
        rate: Samples per second of the input.
        new_rate: Samples per second of the result.

    Returns:
        ``(…, ceil(samples * new_rate / rate))`` float32.
    """
    from scipy.signal import resample_poly

    common = math.gcd(rate, new_rate)
    if rate == new_rate:
        return np.asarray(samples, np.float32)
    return resample_poly(samples, new_rate // common, rate // common, axis=-1).astype(np.float32)


def fit_length(samples: np.ndarray, length: int) -> np.ndarray:
    """Return ``length`` samples: the loudest stretch of a longer recording, or a shorter one followed by zeros.

    Args:
        samples: ``(samples,)``.
        length: Samples of the result.
    """
    if len(samples) <= length:
        return np.pad(samples, (0, length - len(samples)))
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=float))])
    start = int(np.argmax(energy[length:] - energy[:-length]))
    return samples[start : start + length]


def power_spectrogram(waveforms: np.ndarray, n_fft: int = N_FFT, hop: int = HOP) -> np.ndarray:
    """Return the power of each frequency in each frame, as ``|librosa.stft|²``: centred frames, zeros around, Hann.

    Args:
        waveforms: ``(…, samples)``.
        n_fft: Samples of a window.
        hop: Samples from one frame to the next.

    Returns:
        ``(…, n_fft // 2 + 1, 1 + samples // hop)`` float32; row k is at ``k * rate / n_fft`` Hz.
    """
    around = [(0, 0)] * (np.ndim(waveforms) - 1) + [(n_fft // 2, n_fft // 2)]
    padded = np.pad(waveforms, around)
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=-1)[..., ::hop, :]
    spectrum = np.fft.rfft(frames * _hann(n_fft))
    return (spectrum.real**2 + spectrum.imag**2).swapaxes(-1, -2).astype(np.float32)


def log_mel(
    waveforms: np.ndarray,
    rate: int = RATE,
    n_fft: int = N_FFT,
    hop: int = HOP,
    mels: int = MELS,
    top_db: float = TOP_DB,
) -> np.ndarray:
    """Return log-mel spectrograms in decibels, each as ``librosa.power_to_db(librosa.feature.melspectrogram(…))``.

    Unlike ``keras.layers.MelSpectrogram``, which cuts a batch ``top_db`` below the loudest value *of the batch*, every
    recording is cut below its own: what comes out does not depend on its neighbours.

    Args:
        waveforms: ``(…, samples)``.
        rate: Samples per second.
        n_fft: Samples of a window.
        hop: Samples from one frame to the next.
        mels: Bands between 0 Hz and ``rate / 2``.
        top_db: Decibels below a recording's loudest value at which it is cut off.

    Returns:
        ``(…, mels, 1 + samples // hop)`` float32.
    """
    power = _mel_filterbank(rate, n_fft, mels) @ power_spectrogram(waveforms, n_fft, hop)
    decibels = 10 * np.log10(np.maximum(power, MIN_POWER))
    return np.maximum(decibels, decibels.max(axis=(-2, -1), keepdims=True) - top_db)


def normalise(spectrograms: np.ndarray) -> np.ndarray:
    """Subtract each band's mean over time and divide by the deviation of what is left, recording by recording.

    A microphone or a room that passes some frequencies better than others adds a constant to each band of a log
    spectrogram; so does turning the volume up. Subtracting the mean removes both.

    Args:
        spectrograms: ``(…, bands, frames)``, a logarithm of power.

    Returns:
        The same shape; the mean of each band is 0, the deviation of each recording 1.
    """
    centred = spectrograms - spectrograms.mean(axis=-1, keepdims=True)
    return centred / (centred.std(axis=(-2, -1), keepdims=True) + 1e-6)


def add_noise(waveforms: np.ndarray, snr_db: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """Add white noise to each waveform.

    Args:
        waveforms: ``(N, samples)``.
        snr_db: Least and most signal over noise, in decibels; sampled uniformly for each waveform.
        rng: Random generator.

    Returns:
        The noisy waveforms, float32.
    """
    snr = rng.uniform(*snr_db, size=(len(waveforms), 1))
    level = np.sqrt(np.mean(np.square(waveforms), axis=1, keepdims=True)) * 10 ** (-snr / 20)
    return (waveforms + level * rng.standard_normal(waveforms.shape)).astype(np.float32)


def change_gain(waveforms: np.ndarray, decibels: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """Make each waveform louder or softer.

    Args:
        waveforms: ``(N, samples)``.
        decibels: Least and most change, in decibels; sampled uniformly for each waveform.
        rng: Random generator.

    Returns:
        The scaled waveforms, float32; they may exceed 1.
    """
    gain = 10 ** (rng.uniform(*decibels, size=(len(waveforms), 1)) / 20)
    return (waveforms * gain).astype(np.float32)


def time_shift(spectrograms: np.ndarray, max_shift: int, rng: np.random.Generator) -> np.ndarray:
    """Move each spectrogram by up to ``max_shift`` frames, earlier or later; what comes in is its own minimum, silence.

    Args:
        spectrograms: ``(N, bands, frames)``.
        max_shift: Every shift from ``-max_shift`` to ``max_shift`` is equally likely.
        rng: Random generator.

    Returns:
        The moved spectrograms.
    """
    count, _, frames = spectrograms.shape
    source = np.arange(frames) - rng.integers(-max_shift, max_shift + 1, size=(count, 1))
    moved = np.take_along_axis(spectrograms, np.clip(source, 0, frames - 1)[:, None], axis=2)
    inside = ((source >= 0) & (source < frames))[:, None]
    return np.where(inside, moved, spectrograms.min(axis=(1, 2), keepdims=True))


def spec_augment(spectrograms: np.ndarray, bands: int, frames: int, rng: np.random.Generator) -> np.ndarray:
    """Hide a random stretch of frequencies and one of time in each spectrogram, by its mean.

    This is SpecAugment (Park et al., Interspeech 2019) without time warping.

    Args:
        spectrograms: ``(N, bands, frames)``.
        bands: Widest stretch of bands; each width from 0 on is equally likely, and so is each place.
        frames: Widest stretch of frames, in the same way.
        rng: Random generator.

    Returns:
        The masked spectrograms.
    """
    count, height, width = spectrograms.shape
    hidden = _stretch(count, height, bands, rng)[:, :, None] | _stretch(count, width, frames, rng)[:, None, :]
    return np.where(hidden, spectrograms.mean(axis=(1, 2), keepdims=True), spectrograms)


def string_together(
    waveforms: np.ndarray, labels: np.ndarray, seconds: int, rng: np.random.Generator, rate: int = RATE
) -> tuple[np.ndarray, list[tuple[float, float, int]]]:
    """Make a long recording out of clips: one event after the other, with pauses between them, over a soft hiss.

    An event is one or two clips of one class, each faded in and out within 50 ms; the classes come in random order,
    each at most once, until the recording is full.

    Args:
        waveforms: ``(N, rate)``: clips of one second.
        labels: ``(N,)`` class of each clip, integers from 0; every class up to the largest occurs.
        seconds: Length of the recording.
        rng: Random generator.
        rate: Samples per second.

    Returns:
        ``(seconds · rate,)`` float32, and the events as (start, end, class), in seconds from the start of the
        recording.
    """
    recording = 0.004 * rng.standard_normal(seconds * rate)
    ramp = np.arange(rate)
    fade = np.minimum(1, np.minimum(ramp, ramp[::-1]) / (0.05 * rate))
    events, start = [], 1.0
    for label in rng.permutation(int(labels.max()) + 1):
        clips = int(rng.integers(1, 3))
        for clip in range(clips):
            chosen = rng.choice(np.flatnonzero(labels == label))
            first = int((start + clip) * rate)
            recording[first : first + rate] += fade * waveforms[chosen]
        events.append((start, start + clips, int(label)))
        start += clips + rng.uniform(0.4, 1.0)
        if start > seconds - 3:  # an event of two seconds, and one second of rest
            break
    return recording.astype(np.float32), events


def sliding_windows(samples: np.ndarray, length: int, hop: int) -> np.ndarray:
    """Return every window of ``length`` samples that starts at a multiple of ``hop`` and fits: ``(windows, length)``.

    The result is a read-only view.

    Raises:
        AudioError: If the recording is shorter than one window.
    """
    if len(samples) < length:
        raise AudioError(f"the recording has {len(samples)} samples, fewer than one window of {length}")
    return np.lib.stride_tricks.sliding_window_view(samples, length)[::hop]


def _stretch(count: int, size: int, widest: int, rng: np.random.Generator) -> np.ndarray:
    """Return ``(count, size)`` booleans, true on one random stretch of each row."""
    width = rng.integers(0, widest + 1, size=(count, 1))
    start = rng.integers(0, size - width + 1)
    place = np.arange(size)
    return (place >= start) & (place < start + width)


@functools.cache
def _hann(length: int) -> np.ndarray:
    """Return the periodic Hann window, float32, as SciPy and librosa use it for spectra."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)).astype(np.float32)


@functools.cache
def _mel_filterbank(rate: int, n_fft: int, mels: int) -> np.ndarray:
    """Return librosa's mel filters, ``(mels, n_fft // 2 + 1)`` float32."""
    from librosa.filters import mel

    return mel(sr=rate, n_fft=n_fft, n_mels=mels)
