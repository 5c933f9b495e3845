# %% right clip
# NumPy's clip and a base-10 logarithm by hand.
import math

import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    bands = np.einsum("mk,kt->mt", mel_filterbank(rate, n_fft, mels), power_spectrogram(signal, n_fft, hop))
    db = np.log(np.clip(bands, 1e-10, None)) * 10 / math.log(10)
    return np.clip(db, np.max(db) - top_db, None)

# %% right limit_on_power
# Applies both limits to the power, then takes the logarithm.
import numpy as np


def log_mel(signal, rate, n_fft, hop, mels, top_db=80.0):
    bands = mel_filterbank(rate, n_fft, mels).dot(power_spectrogram(signal, n_fft, hop))
    bands[bands < 1e-10] = 1e-10
    limit = bands.max() / 10 ** (top_db / 10)
    return 10 * np.log10(np.where(bands < limit, limit, bands))

# %% wrong added
# Adds the smallest power.
# hint: do not add
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = 10 * np.log10(power + 1e-10)

# %% wrong always_80
# Ignores top_db.
# hint: top_db is ignored
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level, level.max() - 80)

# %% wrong bels
# Forgets the 10.
# hint: factor 10 is missing
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = np.log10(np.maximum(power, 1e-10))

# %% wrong cut_by_band
# Cuts off each band on its own.
# hint: not of each band
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level, level.max(axis=1, keepdims=True) - top_db)

# %% wrong cut_by_frame
# Cuts off each frame on its own.
# hint: not of each frame
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level, level.max(axis=0) - top_db)

# %% wrong divided
# Divides by 20.
# hint: multiply, and by 10
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = np.log10(np.maximum(power, 1e-10)) / 20

# %% wrong limit_from_zero
# Counts top_db from 0 dB.
# hint: from the loudest value
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level, -top_db)

# %% wrong limit_on_decibels
# Applies the limit of the power to the decibels.
# hint: before the logarithm
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = np.maximum(10 * np.log10(power + 1e-30), 1e-10)

# %% wrong log_of_zero
# Takes the logarithm of 0.
# hint: counts as 1e-10
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = 10 * np.log10(power)

# %% wrong minimum
# Takes the minimum for the maximum.
# hint: np.minimum cuts off what is loud
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.minimum(level, level.max() - top_db)

# %% wrong natural_logarithm
# Takes the natural logarithm.
# hint: natural logarithm
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = np.log(np.maximum(power, 1e-10))

# %% wrong not_cut
# Forgets top_db.
# hint: not cut off
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return level

# %% wrong of_magnitude
# Makes the bands of the magnitude.
# hint: not of its square root
# of: solution
-     power = mel_filterbank(rate, n_fft, mels) @ power_spectrogram(signal, n_fft, hop)
+     power = mel_filterbank(rate, n_fft, mels) @ np.sqrt(power_spectrogram(signal, n_fft, hop))

# %% wrong relative
# Sets the loudest to 0 dB.
# hint: relative to the loudest
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level - level.max(), -top_db)

# %% wrong ten_natural_logarithms
# Ten times the natural logarithm.
# hint: natural logarithm
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = 10 * np.log(np.maximum(power, 1e-10))

# %% wrong transposed
# Bands are columns.
# hint: transposed
# of: solution
-     return np.maximum(level, level.max() - top_db)
+     return np.maximum(level, level.max() - top_db).T

# %% wrong twenty
# Takes 20 for 10.
# hint: 10 · log10, not 20
# of: solution
-     level = 10 * np.log10(np.maximum(power, 1e-10))
+     level = 20 * np.log10(np.maximum(power, 1e-10))
