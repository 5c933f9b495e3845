# %% right convolve
# np.convolve, which turns the kernel around by itself.
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * (len(values) - 1) + 1)
    spread[::stride] = values
    return spread, np.convolve(spread, kernel)

# %% right kron
# Zeros by a Kronecker product, a loop over windows.
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.kron(values, [1] + [0] * (stride - 1))[: stride * (len(values) - 1) + 1]
    k = len(kernel)
    wide = np.pad(spread, k - 1)
    flipped = np.flip(kernel)
    return spread, np.array([np.dot(flipped, wide[start : start + k]) for start in range(len(spread) + k - 1)])

# %% wrong asks_stamps
# Calls conv_transpose1d.
# hint: without it
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return spread, conv_transpose1d(values, kernel, stride)

# %% wrong flipped_twice
# np.convolve with the flipped kernel.
# hint: not turned around
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return spread, np.convolve(spread, kernel[::-1])

# %% wrong not_flipped
# The filter is not turned around.
# hint: not turned around
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return spread, np.correlate(spread, kernel, "full")

# %% wrong one_zero_too_many
# stride zeros between neighbours.
# hint: stride − 1 are enough
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros((stride + 1) * (len(values) - 1) + 1)
    spread[:: stride + 1] = values
    return spread, np.correlate(spread, kernel[::-1], "full")

# %% wrong output_only
# Returns the output alone.
# hint: return two arrays
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return np.correlate(spread, kernel[::-1], "full")

# %% wrong repeats
# Repeats the values.
# hint: values are repeated
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.repeat(values, stride)
    return spread, np.correlate(spread, kernel[::-1], "full")

# %% wrong same
# As long as the spread signal.
# hint: as long as conv_transpose1d
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return spread, np.convolve(spread, kernel, "same")

# %% wrong valid
# The filter only where it fits.
# hint: k − 1 zeros at either end
# of: convolve
-     return spread, np.convolve(spread, kernel)
+     return spread, np.convolve(spread, kernel, "valid")

# %% wrong zeros_at_the_end
# Zeros after the last value too.
# hint: none at the ends
import numpy as np


def zero_insertion(values, kernel, stride):
    spread = np.zeros(stride * len(values))
    spread[::stride] = values
    return spread, np.correlate(spread, kernel[::-1], "full")
