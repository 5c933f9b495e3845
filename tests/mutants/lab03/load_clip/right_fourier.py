# Resamples with SciPy's Fourier method, after padding.
import io

import numpy as np
import scipy.signal
import soundfile as sf


class BadRecording(ValueError):
    pass


def load_clip(content, rate=8000, seconds=1.0):
    try:
        data, sr = sf.read(io.BytesIO(content), dtype="float64")
    except Exception as error:
        raise ValueError("not a wav, flac or ogg file that can be read: " + str(error)) from error
    if data.ndim > 1:
        data = data.sum(axis=1) / data.shape[1]
    if np.isnan(data).any() or np.isinf(data).any():
        raise ValueError("NaN or infinity in the recording")
    if data.size < sr / 10:
        raise ValueError("too short: less than 0.1 s")
    if abs(data).max() < 1e-4:
        raise ValueError("this recording is silent")
    data = scipy.signal.resample(data, int(np.ceil(data.size * rate / sr)))
    wanted = int(round(seconds * rate))
    if data.size < wanted:
        clip = np.zeros(wanted)
        clip[: data.size] = data
        return clip
    total = np.cumsum(np.append(0, data * data))
    best = np.argmax(total[wanted:] - total[: total.size - wanted])
    return data[best : best + wanted]
