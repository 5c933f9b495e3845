# %% right frame_by_frame
# One frame after the other, real and imaginary part squared.
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    window = np.sin(np.pi * np.arange(n_fft) / n_fft) ** 2
    columns = []
    for middle in range(0, len(signal) + 1, hop):
        frame = np.zeros(n_fft)
        for place in range(n_fft):
            sample = middle - n_fft // 2 + place
            if 0 <= sample < len(signal):
                frame[place] = signal[sample]
        spectrum = np.fft.rfft(window * frame)
        columns.append(spectrum.real**2 + spectrum.imag**2)
    return np.array(columns).T

# %% right sliding_windows
# NumPy's sliding windows, and a matrix of sines and cosines in place of the FFT.
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    around = np.concatenate([np.zeros(n_fft // 2), signal, np.zeros(n_fft // 2)])
    frames = np.lib.stride_tricks.sliding_window_view(around, n_fft)[::hop] * np.hanning(n_fft + 1)[:n_fft]
    angles = 2 * np.pi * np.outer(np.arange(n_fft // 2 + 1), np.arange(n_fft)) / n_fft
    return (np.cos(angles) @ frames.T) ** 2 + (np.sin(angles) @ frames.T) ** 2

# %% wrong asks_course
# Lets the course's own module do it.
# hint: without it
from course import audio


def power_spectrogram(signal, n_fft, hop):
    return audio.power_spectrogram(signal, n_fft, hop)

# %% wrong asks_librosa
# Lets librosa do it.
# hint: without it
import librosa
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    return np.abs(librosa.stft(signal, n_fft=n_fft, hop_length=hop)) ** 2

# %% wrong asks_scipy
# Lets SciPy do it.
# hint: without it
import numpy as np
from scipy.signal import stft


def power_spectrogram(signal, n_fft, hop):
    return np.abs(stft(signal, nperseg=n_fft, noverlap=n_fft - hop, padded=False)[2]) ** 2 * (n_fft / 2) ** 2

# %% wrong complex
# Squares complex numbers.
# hint: complex numbers
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return np.fft.rfft(frames * window).T ** 2

# %% wrong decibels
# Returns decibels.
# hint: these are decibels
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return 10 * np.log10(np.abs(np.fft.rfft(frames * window)).T ** 2)

# %% wrong divided_by_n_fft
# Divides by the length of the frame.
# hint: divided by n_fft
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.abs(np.fft.rfft(frames * window)).T ** 2 / n_fft

# %% wrong full_fft
# Keeps the mirrored half of the rows.
# hint: mirror images
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.abs(np.fft.fft(frames * window)).T ** 2

# %% wrong global_settings
# Takes the notebook's constants.
# hint: `n_fft` and `hop` are ignored
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, N_FFT // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    frames = np.stack([padded[start : start + N_FFT] for start in range(0, len(padded) - N_FFT + 1, HOP)])
    return np.abs(np.fft.rfft(frames * window)).T ** 2

# %% wrong hop_of_its_own
# Half a window is the step.
# hint: `hop` is ignored
# of: solution
-     starts = range(0, len(padded) - n_fft + 1, hop)
-     frames = np.stack([padded[start : start + n_fft] for start in starts])
+     hop = n_fft // 2
+     frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])

# %% wrong last_frame_missing
# Stops one frame early.
# hint: last frame is missing
# of: solution
-     starts = range(0, len(padded) - n_fft + 1, hop)
+     starts = range(0, len(padded) - n_fft - hop + 1, hop)

# %% wrong magnitude
# Returns the magnitude.
# hint: power is its square
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.abs(np.fft.rfft(frames * window)).T

# %% wrong mirrored_borders
# Pads with the mirrored sound.
# hint: not its mirror image
# of: solution
-     padded = np.pad(signal, n_fft // 2)
+     padded = np.pad(signal, n_fft // 2, mode="reflect")

# %% wrong no_window
# Forgets the window.
# hint: no window
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.abs(np.fft.rfft(frames)).T ** 2

# %% wrong not_centred
# Starts frame 0 at sample 0.
# hint: not centred
# of: solution
-     padded = np.pad(signal, n_fft // 2)
+     padded = signal

# %% wrong not_returned
# Forgets the return.
# hint: is there a return
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    np.abs(np.fft.rfft(frames * window)).T ** 2

# %% wrong padded_in_front
# Pads in front only.
# hint: one side only
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, (n_fft // 2, 0))
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return np.abs(np.fft.rfft(frames * window)).T ** 2

# %% wrong range_of_samples
# Centres frames on samples of the sound only.
# hint: last frame is missing
# of: solution
-     starts = range(0, len(padded) - n_fft + 1, hop)
-     frames = np.stack([padded[start : start + n_fft] for start in starts])
+     frames = np.stack([padded[start : start + n_fft] for start in range(0, len(signal), hop)])

# %% wrong range_of_starts
# Begins frames only where the padded sound lasts longer.
# hint: last frame is missing
# of: solution
-     starts = range(0, len(padded) - n_fft + 1, hop)
-     frames = np.stack([padded[start : start + n_fft] for start in starts])
+     frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft, hop)])

# %% wrong real_part
# Squares the real part only.
# hint: real part
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.fft.rfft(frames * window).real.T ** 2

# %% wrong row_missing
# Keeps the first half of the transform, without the row in the middle.
# hint: row n_fft // 2 is missing
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return np.abs(np.fft.fft(frames * window)[:, : n_fft // 2]).T ** 2

# %% wrong symmetric_window
# Takes NumPy's symmetric window.
# hint: symmetric
# of: solution
-     window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
+     window = np.hanning(n_fft)

# %% wrong transposed
# Frames are rows.
# hint: transposed
# of: solution
-     return np.abs(np.fft.rfft(frames * window)).T ** 2
+     return np.abs(np.fft.rfft(frames * window)) ** 2

# %% wrong window_in_place
# Multiplies a slice in place, and so the next frame.
# hint: changes the sound itself
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    columns = []
    for start in range(0, len(padded) - n_fft + 1, hop):
        frame = padded[start : start + n_fft]
        frame *= window
        columns.append(np.abs(np.fft.rfft(frame)) ** 2)
    return np.stack(columns, axis=1)

# %% wrong window_squared
# Squares the window.
# hint: window is squared
import numpy as np


def power_spectrogram(signal, n_fft, hop):
    padded = np.pad(signal, n_fft // 2)
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)) ** 2
    frames = np.stack([padded[start : start + n_fft] for start in range(0, len(padded) - n_fft + 1, hop)])
    return np.abs(np.fft.rfft(frames * window)).T ** 2
