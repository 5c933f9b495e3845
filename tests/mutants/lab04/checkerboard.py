# %% right indices
# Frequency by frequency.
import numpy as np


def checkerboard(image, stride):
    height, width = image.shape[0] // stride * stride, image.shape[1] // stride * stride
    spectrum = np.fft.fft2(image[:height, :width])
    power = 0.0
    for m in range(stride):
        for n in range(stride):
            if (m, n) != (0, 0):
                power += abs(spectrum[m * height // stride, n * width // stride]) ** 2
    return float(power**0.5 / abs(spectrum[0, 0]))

# %% right phases
# By the means of the phases.
import numpy as np


def checkerboard(image, stride):
    height, width = image.shape[0] // stride * stride, image.shape[1] // stride * stride
    image = image[:height, :width]
    means = np.array([image[a::stride, b::stride].mean() for a in range(stride) for b in range(stride)])
    return means.std() / abs(means.mean())

# %% wrong all_frequencies
# All frequencies.
# hint: every frequency
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum.copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sqrt(np.sum(pattern**2)) / mean

# %% wrong amplitudes_added
# Amplitudes are added.
# hint: added as squares
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sum(pattern) / mean

# %% wrong cut_at_the_top
# Sides are cut at the top and left.
# hint: top and left
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[-height:, -width:]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sqrt(np.sum(pattern**2)) / mean

# %% wrong diagonals_only
# Frequencies with a 0 are left out.
# hint: belong to the pattern as well
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0] = pattern[:, 0] = 0
    return np.sqrt(np.sum(pattern**2)) / mean

# %% wrong mean_kept
# The mean's amplitude stays in the sum.
# hint: leave it out
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    return np.sqrt(np.sum(pattern**2)) / mean

# %% wrong no_root
# The root is forgotten.
# hint: root
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sum(pattern**2) / mean

# %% wrong not_cut
# Sides are not cut to multiples.
# hint: cut the sides
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sqrt(np.sum(pattern**2)) / mean

# %% wrong not_divided
# Not divided by the mean.
# hint: divide by the amplitude
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sqrt(np.sum(pattern**2))

# %% wrong power
# Powers in place of amplitudes.
# hint: root of both
import numpy as np


def checkerboard(image, stride):
    height, width = (size // stride * stride for size in image.shape)
    spectrum = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = spectrum[:: height // stride, :: width // stride].copy()
    mean = pattern[0, 0]
    pattern[0, 0] = 0
    return np.sum(pattern**2) / mean**2

# %% wrong sample_deviation
# The means of the phases, their deviation as that of a sample.
# hint: not s² − 1
# of: phases
-     return means.std() / abs(means.mean())
+     return means.std(ddof=1) / abs(means.mean())

# %% wrong signed_mean
# Divides by the mean with its sign.
# hint: the mean may be negative
# of: phases
-     return means.std() / abs(means.mean())
+     return means.std() / means.mean()
