# %% right interpolated
# Each triangle by np.interp.
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    if high is None:
        high = rate / 2
    rows = np.linspace(0, rate / 2, n_fft // 2 + 1)
    m = np.linspace(hz_to_mel(low), hz_to_mel(high), mels + 2)
    p = mel_to_hz(m)
    return np.array([np.interp(rows, p[b : b + 3], [0, 2 / (p[b + 2] - p[b]), 0]) for b in range(mels)])

# %% right number_by_number
# Two loops and two ifs.
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    high = high or rate / 2
    start, end = float(hz_to_mel(low)), float(hz_to_mel(high))
    p = [float(mel_to_hz(start + (end - start) * i / (mels + 1))) for i in range(mels + 2)]
    bank = np.zeros((mels, n_fft // 2 + 1))
    for b in range(mels):
        height = 2 / (p[b + 2] - p[b])
        for k in range(n_fft // 2 + 1):
            f = k * rate / n_fft
            if p[b] < f <= p[b + 1]:
                bank[b, k] = height * (f - p[b]) / (p[b + 1] - p[b])
            elif p[b + 1] < f < p[b + 2]:
                bank[b, k] = height * (p[b + 2] - f) / (p[b + 2] - p[b + 1])
    return bank

# %% wrong area_in_rows
# The area is 1 in rows.
# hint: area is counted in rows
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     return np.maximum(np.minimum(rising, falling), 0) * 2 / ((right - left) * n_fft / rate)

# %% wrong asks_librosa
# Lets librosa do it.
# hint: without it
import librosa


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    return librosa.filters.mel(sr=rate, n_fft=n_fft, n_mels=mels, fmin=low, fmax=high)

# %% wrong classic_bins
# Floors the points to bins, as many a tutorial does.
# hint: rounded to rows
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = np.floor((n_fft + 1) * mel_to_hz(np.linspace(*edges, mels + 2)) / rate).astype(int)
    bank = np.zeros((mels, n_fft // 2 + 1))
    for band in range(mels):
        left, top, right = points[band : band + 3]
        for row in range(left, top):
            bank[band, row] = (row - left) / (top - left)
        for row in range(top, right):
            bank[band, row] = (right - row) / (right - top)
    return bank

# %% wrong falling_side
# The falling side is as steep as the rising one.
# hint: falling ones are not
# of: solution
-     falling = (right - frequencies) / (right - top)
+     falling = 1 - (frequencies - top) / (top - left)

# %% wrong height_half
# Half the height.
# hint: twice that
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     return np.maximum(np.minimum(rising, falling), 0) / (right - left)

# %% wrong height_one
# Triangles of height 1.
# hint: height 1
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     return np.maximum(np.minimum(rising, falling), 0)

# %% wrong high_ignored
# Ends at half the rate.
# hint: `high` is ignored
# of: solution
-     edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
+     edges = hz_to_mel(np.array([low, rate / 2]))

# %% wrong high_is_none
# Takes None for a frequency.
# hint: stands for rate / 2
# of: solution
-     edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
-     points = mel_to_hz(np.linspace(*edges, mels + 2))
+     points = mel_to_hz(np.linspace(hz_to_mel(low), hz_to_mel(high), mels + 2))

# %% wrong limits_ignored
# Always from 0 to half the rate.
# hint: ignored
# of: solution
-     edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
+     edges = hz_to_mel(np.array([0, rate / 2]))

# %% wrong linear_spacing
# Equally far apart in hertz.
# hint: equally in mel
# of: solution
-     points = mel_to_hz(np.linspace(*edges, mels + 2))
+     points = np.linspace(low, rate / 2 if high is None else high, mels + 2)

# %% wrong not_clipped
# Lets the sides go on below 0.
# hint: weights below 0
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     return np.minimum(rising, falling) * 2 / (right - left)

# %% wrong points_run_out
# Takes as many points as bands.
# hint: mels + 2 points
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = mel_to_hz(np.linspace(*edges, mels))
    bank = np.zeros((mels, len(frequencies)))
    for band in range(mels):
        left, top, right = points[band], points[band + 1], points[band + 2]
        sides = np.minimum((frequencies - left) / (top - left), (right - frequencies) / (right - top))
        bank[band] = np.maximum(sides, 0) * 2 / (right - left)
    return bank

# %% wrong points_too_few
# One point too few.
# hint: shape
# of: solution
-     points = mel_to_hz(np.linspace(*edges, mels + 2))
+     points = mel_to_hz(np.linspace(*edges, mels + 1))

# %% wrong rounded_points
# Points rounded to rows.
# hint: rounded to rows
import numpy as np


def mel_filterbank(rate, n_fft, mels, low=0.0, high=None):
    frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
    edges = hz_to_mel(np.array([low, rate / 2 if high is None else high]))
    points = mel_to_hz(np.linspace(*edges, mels + 2))
    points = np.floor(points * n_fft / rate) * rate / n_fft
    left, top, right = points[:-2, None], points[1:-1, None], points[2:, None]
    rising = (frequencies - left) / np.maximum(top - left, 1e-9)
    falling = (right - frequencies) / np.maximum(right - top, 1e-9)
    return np.maximum(np.minimum(rising, falling), 0) * 2 / np.maximum(right - left, 1e-9)

# %% wrong row_missing
# Leaves the last row out.
# hint: the last row is missing
# of: solution
-     frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
+     frequencies = np.arange(n_fft // 2) * rate / n_fft

# %% wrong rows_up_to_the_rate
# The rows reach up to the sample rate.
# hint: not to rate
# of: solution
-     frequencies = np.arange(n_fft // 2 + 1) * rate / n_fft
+     frequencies = np.linspace(0, rate, n_fft // 2 + 1)

# %% wrong straight_in_mel
# Triangles straight in mel.
# hint: straight in mel
# of: solution
-     rising = (frequencies - left) / (top - left)
-     falling = (right - frequencies) / (right - top)
+     f, a, b, c = hz_to_mel(frequencies), hz_to_mel(left), hz_to_mel(top), hz_to_mel(right)
+     rising = (f - a) / (b - a)
+     falling = (c - f) / (c - b)

# %% wrong sum_one
# Weights that add up to 1.
# hint: sum of its weights
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     bank = np.maximum(np.minimum(rising, falling), 0)
+     sums = bank.sum(axis=1, keepdims=True)
+     return bank / np.where(sums > 0, sums, 1)

# %% wrong transposed
# Bands are columns.
# hint: transposed
# of: solution
-     return np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
+     return (np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)).T
