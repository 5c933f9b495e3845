# One message for everything.
# hint: get the same message
import io

import numpy as np


def load_clip(content, rate=8000, seconds=1.0):
    import soundfile
    from scipy.signal import resample_poly

    try:
        samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError("this file cannot be used, sorry") from None
    if not np.isfinite(samples).all():
        raise ValueError("this file cannot be used, sorry")
    if len(samples) < 0.1 * found_rate:
        raise ValueError("this file cannot be used, sorry")
    samples = samples.mean(axis=1)
    if np.abs(samples).max() < 1e-4:
        raise ValueError("this file cannot be used, sorry")
    common = np.gcd(rate, found_rate)
    samples = resample_poly(samples, rate // common, found_rate // common)
    length = round(rate * seconds)
    if len(samples) <= length:
        return np.pad(samples, (0, length - len(samples)))
    sums = np.concatenate([[0], np.cumsum(samples**2)])
    start = np.argmax(sums[length:] - sums[:-length])
    return samples[start : start + length]
