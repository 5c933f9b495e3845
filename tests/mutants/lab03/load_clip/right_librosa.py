# Decodes and resamples with librosa, refuses in one place.
import io

import librosa
import numpy as np
import soundfile


def load_clip(content, rate=8000, seconds=1.0):
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            sound, found = file.read(always_2d=True), file.samplerate
    except RuntimeError as error:
        raise ValueError(f"cannot decode this file: {error}")
    mono = sound.mean(axis=1)
    problem = ""
    if len(mono) / found < 0.1:
        problem = "shorter than a tenth of a second"
    elif not np.all(np.isfinite(mono)):
        problem = "not all numbers are finite"
    elif np.max(np.abs(mono)) < 0.0001:
        problem = "nothing can be heard in it"
    if problem:
        raise ValueError(f"bad recording: {problem}")
    mono = librosa.resample(mono, orig_sr=found, target_sr=rate)
    n = int(rate * seconds)
    if len(mono) > n:
        energy = np.convolve(mono**2, np.ones(n), "valid")
        mono = mono[energy.argmax() :][:n]
    return librosa.util.fix_length(mono, size=n)
