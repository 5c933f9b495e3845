# %% right counted
# Counts the middles one by one.
def spectrogram_shape(samples, n_fft, hop):
    rows = len([k for k in range(n_fft) if 2 * k <= n_fft])
    return rows, len(range(0, samples + 1, hop))

# %% right list
# A list of NumPy's whole numbers, as floor_divide gives them.
import numpy as np


def spectrogram_shape(samples, n_fft, hop):
    return [np.floor_divide(n_fft, 2) + 1, np.int64(samples + hop) // hop]

# %% wrong asks_the_spectrogram
# Computes a spectrogram to see its shape.
# hint: without it
# of: list
-     return [np.floor_divide(n_fft, 2) + 1, np.int64(samples + hop) // hop]
+     return power_spectrogram(np.zeros(samples), n_fft, hop).shape

# %% wrong first_frame_missing
# Forgets the frame at sample 0.
# hint: the + 1 of the frames
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, samples // hop

# %% wrong floats
# Divides by /, which gives floats.
# hint: whole numbers
def spectrogram_shape(samples, n_fft, hop):
    return n_fft / 2 + 1, samples // hop + 1

# %% wrong frequency_zero_missing
# Forgets frequency 0.
# hint: the + 1 of the rows
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2, samples // hop + 1

# %% wrong last_sample
# Frames are centred on samples that there are.
# hint: where hop divides the length
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, (samples - 1) // hop + 1

# %% wrong padding_forgotten
# Counts frames within the sound.
# hint: padding forgotten
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, (samples - n_fft) // hop + 1

# %% wrong rounded_up
# Counts a last, incomplete step.
# hint: rounded up
def spectrogram_shape(samples, n_fft, hop):
    return n_fft // 2 + 1, -(-samples // hop) + 1

# %% wrong swapped
# Frames first.
# hint: other way round
def spectrogram_shape(samples, n_fft, hop):
    return samples // hop + 1, n_fft // 2 + 1
