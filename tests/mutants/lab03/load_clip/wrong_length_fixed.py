# Always 8,000 samples.
# hint: not always 8000
import io

import numpy as np


def load_clip(content, rate=8000, seconds=1.0):
    import soundfile
    from scipy.signal import resample_poly

    try:
        samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None
    if not np.isfinite(samples).all():
        raise ValueError("the recording holds values that are not finite: export it anew")
    if len(samples) < 0.1 * found_rate:
        raise ValueError(f"the recording lasts {len(samples) / found_rate:.3f} s, and 0.1 s are needed")
    samples = samples.mean(axis=1)
    if np.abs(samples).max() < 1e-4:
        raise ValueError("the recording is silent: was the microphone on?")
    common = np.gcd(rate, found_rate)
    samples = resample_poly(samples, rate // common, found_rate // common)
    length = 8000
    if len(samples) <= length:
        return np.pad(samples, (0, length - len(samples)))
    sums = np.concatenate([[0], np.cumsum(samples**2)])
    start = np.argmax(sums[length:] - sums[:-length])
    return samples[start : start + length]
