# %% right clipped
# The two parts clipped and added.
import numpy as np

STEP = np.log(6.4) / 27


def hz_to_mel(hz):
    return np.minimum(hz, 1000) * 0.015 + np.log(np.maximum(hz, 1000) / 1000) / STEP


def mel_to_hz(mel):
    return np.minimum(mel, 15) / 0.015 * np.exp(np.maximum(np.subtract(mel, 15), 0) * STEP)

# %% right number_by_number
# An if for each number, vectorised by NumPy.
import math

import numpy as np


def one_to_mel(f):
    return f / (200 / 3) if f < 1000 else 15 + 27 * math.log(f / 1000, 6.4)


def one_to_hz(m):
    return m * (200 / 3) if m < 15 else 1000 * 6.4 ** ((m - 15) / 27)


def hz_to_mel(hz):
    return np.vectorize(one_to_mel, otypes=[float])(hz)


def mel_to_hz(mel):
    return np.vectorize(one_to_hz, otypes=[float])(mel)

# %% right warns
# Both branches of np.where, with NumPy's warning about the logarithm of 0.
import numpy as np


def hz_to_mel(hz):
    hz = np.asarray(hz)
    return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))

# %% wrong arrays_only
# Cannot take one number.
# hint: raised
import numpy as np


def hz_to_mel(hz):
    mel = np.array(hz, float) * 3 / 200
    mel[hz >= 1000] = 15 + 27 * np.log(hz[hz >= 1000] / 1000) / np.log(6.4)
    return mel


def mel_to_hz(mel):
    hz = np.array(mel, float) * 200 / 3
    hz[mel >= 15] = 1000 * 6.4 ** ((mel[mel >= 15] - 15) / 27)
    return hz

# %% wrong brackets_missing
# Divides by 200 and by 3.
# hint: straight part is f / (200/3)
# of: warns
-     hz = np.asarray(hz)
-     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))
+     hz = np.asarray(hz, dtype=float)
+     return np.where(hz < 1000, hz / 200 / 3, 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4))

# %% wrong factor_turned
# Multiplies by 200 / 3.
# hint: straight part is f / (200/3)
# of: warns
-     hz = np.asarray(hz)
-     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))
+     hz = np.asarray(hz, dtype=float)
+     return np.where(hz < 1000, hz * 200 / 3, 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4))

# %% wrong fifteen_missing
# Begins the logarithm at 0 mel.
# hint: 15 is missing
# of: solution
-     above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4)
+     above = 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4)

# %% wrong htk
# HTK's formula.
# hint: HTK
# of: solution
-     return np.where(hz < 1000, hz * 3 / 200, above)
+     return 2595 * np.log10(1 + hz / 700)

# %% wrong if
# Asks the whole array with one if.
# hint: np.where
# of: warns
-     hz = np.asarray(hz)
-     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))
+     if hz < 1000:
+         return hz * 3 / 200
+     return 15 + 27 * np.log(hz / 1000) / np.log(6.4)

# %% wrong inverse_base_e
# The inverse takes e for 6.4.
# hint: not e
# of: solution
-     return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))
+     return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) / 27))

# %% wrong inverse_curved
# The inverse is a power below 15 mel as well.
# hint: used below 15 mel
# of: solution
-     return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** (np.maximum(mel - 15, 0) / 27))
+     return 1000 * 6.4 ** ((mel - 15) / 27)

# %% wrong natural_logarithm
# Forgets ln 6.4.
# hint: 27 mel for every factor 6.4
# of: solution
-     above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4)
+     above = 15 + 27 * np.log(np.maximum(hz, 1000) / 1000)

# %% wrong straight
# Straight everywhere.
# hint: straight line goes on
# of: solution
-     return np.where(hz < 1000, hz * 3 / 200, above)
+     return hz * 3 / 200

# %% wrong two_bases
# Mixes log10 and ln.
# hint: two logarithms differ
# of: warns
-     hz = np.asarray(hz)
-     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))
+     hz = np.asarray(hz, dtype=float)
+     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log10(np.maximum(hz, 1000) / 1000) / np.log(6.4))

# %% wrong whole_numbers
# Collects the result in an array of the input's type.
# hint: whole numbers come out
# of: warns
-     return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(hz / 1000) / np.log(6.4))
+     mel = np.zeros_like(hz)
+     low = hz < 1000
+     mel[low] = hz[low] * 3 / 200
+     mel[~low] = 15 + 27 * np.log(hz[~low] / 1000) / np.log(6.4)
+     return mel
