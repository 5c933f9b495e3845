# %% right few_words
# Two words to each error.
import io

import numpy as np


def load_clip(content, rate=8000, seconds=1.0):
    import soundfile
    from scipy.signal import resample_poly

    try:
        samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError("bad file") from None
    if not np.isfinite(samples).all():
        raise ValueError("NaN")
    if len(samples) < 0.1 * found_rate:
        raise ValueError("too short")
    samples = samples.mean(axis=1)
    if np.abs(samples).max() < 1e-4:
        raise ValueError("silent")
    common = np.gcd(rate, found_rate)
    samples = resample_poly(samples, rate // common, found_rate // common)
    length = round(rate * seconds)
    if len(samples) <= length:
        return np.pad(samples, (0, length - len(samples)))
    sums = np.concatenate([[0], np.cumsum(samples**2)])
    start = np.argmax(sums[length:] - sums[:-length])
    return samples[start : start + length]

# %% right fourier
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

# %% right librosa
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

# %% wrong a_tenth_refused
# Refuses exactly 0.1 s.
# hint: exactly 0.1 s is fine
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if len(samples) < 0.1 * found_rate:
+     if len(samples) <= 0.1 * found_rate:

# %% wrong bare_error
# Refuses without a word.
# hint: what is wrong
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-         raise ValueError("the recording is silent: was the microphone on?")
+         raise ValueError

# %% wrong centred
# Puts short ones in the middle.
# hint: followed by zeros
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-         return np.pad(samples, (0, length - len(samples)))
+         return np.pad(samples, ((length - len(samples)) // 2, length - len(samples) - (length - len(samples)) // 2))

# %% wrong decoder_error
# Lets the decoder's error through.
# hint: ValueError of your own words
# of: solution
-     try:
-         samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
-     except soundfile.LibsndfileError as error:
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+     samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)

# %% wrong every_nth
# Takes the nearest samples.
# hint: aliasing
# of: solution
-     from scipy.signal import resample_poly

-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = resample_poly(samples, rate // common, found_rate // common)
+     samples = samples[(np.arange(int(len(samples) * rate / found_rate)) * found_rate / rate).astype(int)]

# %% wrong exact_silence
# Refuses zeros only.
# hint: that is silence
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if np.abs(samples).max() < 1e-4:
+     if not samples.any():

# %% wrong first_channel
# Takes the first channel.
# hint: one channel only
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = samples.mean(axis=1)
+     samples = samples[:, 0]

# %% wrong first_second
# Takes the first second.
# hint: find the loudest
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     start = np.argmax(sums[length:] - sums[:-length])
+     start = 0

# %% wrong infinity_taken
# Looks for NaN only.
# hint: infinity in the samples
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
-     if not np.isfinite(samples).all():
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None
+     if np.isnan(samples).any():

# %% wrong int16
# Reads 16-bit numbers.
# hint: 16-bit numbers
# of: solution
-         samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
+         samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True, dtype="int16")

-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

# %% wrong interpolated
# Interpolates without a filter.
# hint: aliasing
# of: solution
-     from scipy.signal import resample_poly

-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = resample_poly(samples, rate // common, found_rate // common)
+     count = round(len(samples) * rate / found_rate)
+     samples = np.interp(np.arange(count) * found_rate / rate, np.arange(len(samples)), samples)

# %% wrong length_fixed
# Always 8,000 samples.
# hint: not always 8000
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     length = round(rate * seconds)
+     length = 8000

# %% wrong mean_of_magnitudes
# Takes the mean magnitude for the loudness.
# hint: not at the mean
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if np.abs(samples).max() < 1e-4:
+     if np.abs(samples).mean() < 1e-4:

# %% wrong middle_second
# Takes the middle second.
# hint: find the loudest
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     start = np.argmax(sums[length:] - sums[:-length])
+     start = (len(samples) - length) // 2

# %% wrong mono_axis
# Forgets that a mono file has one axis.
# hint: always_2d=True
# of: solution
-         samples, found_rate = soundfile.read(io.BytesIO(content), always_2d=True)
+         samples, found_rate = soundfile.read(io.BytesIO(content))

-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

# %% wrong nan_taken
# Takes NaN.
# hint: NaN in the samples
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
-     if not np.isfinite(samples).all():
-         raise ValueError("the recording holds values that are not finite: export it anew")
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

# %% wrong not_resampled
# Ignores the sample rate.
# hint: not resampled
# of: solution
-     from scipy.signal import resample_poly

-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = resample_poly(samples, rate // common, found_rate // common)

# %% wrong one_message
# One message for everything.
# hint: get the same message
# of: few_words
-         raise ValueError("bad file") from None
+         raise ValueError("this file cannot be used, sorry") from None

-         raise ValueError("NaN")
+         raise ValueError("this file cannot be used, sorry")

-         raise ValueError("too short")
+         raise ValueError("this file cannot be used, sorry")

-         raise ValueError("silent")
+         raise ValueError("this file cannot be used, sorry")

# %% wrong own_rate
# Counts 0.1 s at 8,000 Hz.
# hint: own sample rate
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if len(samples) < 0.1 * found_rate:
+     if len(samples) < 0.1 * 8000:

# %% wrong peak_one
# Scales to a peak of 1.
# hint: scaled to a peak
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-         raise ValueError("the recording is silent: was the microphone on?")
+         raise ValueError("the recording is silent: was the microphone on?")
+     samples = samples / np.abs(samples).max()

# %% wrong positive_only
# Looks at samples above 0 only.
# hint: negative samples
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if np.abs(samples).max() < 1e-4:
+     if samples.max() < 1e-4:

# %% wrong rates_swapped
# Swaps the two rates.
# hint: two rates are swapped
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = resample_poly(samples, rate // common, found_rate // common)
+     samples = resample_poly(samples, found_rate // common, rate // common)

# %% wrong short_called_silent
# Says silent where it is too short.
# hint: get the same message
# of: few_words
-         raise ValueError("bad file") from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-         raise ValueError("NaN")
+         raise ValueError("the recording holds values that are not finite: export it anew")

-         raise ValueError("too short")
+         raise ValueError("the recording is silent: was the microphone on?")

-         raise ValueError("silent")
+         raise ValueError("the recording is silent: was the microphone on?")

# %% wrong short_not_filled
# Leaves short ones short.
# hint: zeros after the end
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-         return np.pad(samples, (0, length - len(samples)))
+         return samples

# %% wrong short_taken
# Takes clicks.
# hint: less than 0.1 s must be refused
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if len(samples) < 0.1 * found_rate:
+     if len(samples) == 0:

# %% wrong silence_taken
# Takes silence.
# hint: silent recording must be refused
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     if np.abs(samples).max() < 1e-4:
-         raise ValueError("the recording is silent: was the microphone on?")

# %% wrong sum_of_channels
# Adds the channels.
# hint: sum of the channels
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     samples = samples.mean(axis=1)
+     samples = samples.sum(axis=1)

# %% wrong sum_of_magnitudes
# Adds magnitudes in place of squares.
# hint: not of magnitudes
# of: solution
-         reason = error.error_string.rstrip(".")
-         raise ValueError(
-             f"no recording that can be read ({reason}): save it as wav, flac or ogg"
-         ) from None
+         raise ValueError(f"this is no recording that can be read ({error}): save it as wav, flac or ogg") from None

-     sums = np.concatenate([[0], np.cumsum(samples**2)])
+     sums = np.concatenate([[0], np.cumsum(np.abs(samples))])
