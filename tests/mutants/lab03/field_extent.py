# %% right from_the_filterbank
# Reads the edges off a fine filterbank's points.
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = [mel_to_hz(m) for m in np.arange(mels + 2) * hz_to_mel(rate / 2) / (mels + 1)]
    first, last = points[first_band : first_band + 3], points[last_band : last_band + 3]
    milliseconds = (n_fft + hop * frames - hop) * 1000.0 / rate
    return milliseconds, min(first), max(last)

# %% right two_parts
# Each number on its own line.
def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    samples = n_fft + hop * (frames - 1)
    step = float(hz_to_mel(rate / 2)) / (mels + 1)
    low = float(mel_to_hz(first_band * step))
    high = float(mel_to_hz((last_band + 2) * step))
    return [samples / rate * 1e3, low, high]

# %% wrong band_cut_short
# Ends at the top of the last band.
# hint: band b reaches from point b to point b + 2
# of: solution
-     return milliseconds, points[first_band], points[last_band + 2]
+     return milliseconds, points[first_band], points[last_band + 1]

# %% wrong begins_of_bands
# Ends where the last band begins.
# hint: where the last band begins
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    return 1000 * ((frames - 1) * hop + n_fft) / rate, points[first_band], points[last_band]

# %% wrong first_to_last_sample
# From the first to the last sample.
# hint: all the samples last
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    return 1000 * ((frames - 1) * hop + n_fft - 1) / rate, points[first_band], points[last_band + 2]

# %% wrong frames_side_by_side
# Lays frames side by side.
# hint: frames overlap
# of: solution
-     milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
+     milliseconds = 1000 * (frames * n_fft) / rate

# %% wrong hops_only
# Counts hops only.
# hint: each further one adds hop
# of: solution
-     milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
+     milliseconds = 1000 * (frames * hop) / rate

# %% wrong in_mel
# Leaves the points in mel.
# hint: these are mel
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    points = hz_to_mel(points)
    return 1000 * ((frames - 1) * hop + n_fft) / rate, points[first_band], points[last_band + 2]

# %% wrong linear
# Bands equally far apart in hertz.
# hint: in mel, not in hertz
# of: solution
-     points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
+     points = np.linspace(0, rate / 2, mels + 2)

# %% wrong middles
# From middle to middle.
# hint: middle to middle only
# of: solution
-     milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
+     milliseconds = 1000 * (frames - 1) * hop / rate

# %% wrong middles_of_bands
# Gives the middles of the bands.
# hint: one point further
# of: solution
-     return milliseconds, points[first_band], points[last_band + 2]
+     return milliseconds, points[first_band + 1], points[last_band + 1]

# %% wrong one_hop_more
# One hop too many.
# hint: frames − 1 steps
# of: solution
-     milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
+     milliseconds = 1000 * (frames * hop + n_fft) / rate

# %% wrong order
# Duration last.
# hint: the order is
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    return points[first_band], points[last_band + 2], 1000 * ((frames - 1) * hop + n_fft) / rate

# %% wrong rows_with_weight
# The rows on which the bands have weight.
# hint: corners of the triangles
import numpy as np


def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    points = mel_to_hz(np.linspace(0, hz_to_mel(rate / 2), mels + 2))
    rows = np.flatnonzero(mel_filterbank(rate, n_fft, mels)[first_band : last_band + 1].any(axis=0)) * rate / n_fft
    return 1000 * ((frames - 1) * hop + n_fft) / rate, rows[0], rows[-1]

# %% wrong seconds
# Gives seconds.
# hint: milliseconds, not seconds
# of: solution
-     milliseconds = 1000 * ((frames - 1) * hop + n_fft) / rate
+     milliseconds = ((frames - 1) * hop + n_fft) / rate
