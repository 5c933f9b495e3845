# %% right index_arrays
# All at once, by index arrays.
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    n, _, frames = spectrograms.shape
    shift = np.random.default_rng(seed).integers(-max_shift, max_shift, size=(n, 1), endpoint=True)
    source = np.arange(frames)[None] - shift
    outside = (source < 0) | (source >= frames)
    moved = np.take_along_axis(spectrograms, np.where(outside, 0, source)[:, None, :], axis=2)
    return np.where(outside[:, None, :], spectrograms.min(axis=(1, 2), keepdims=True), moved)

# %% right padded
# Pads with the minimum and cuts.
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    out = []
    for s in spectrograms:
        wide = np.pad(s, ((0, 0), (max_shift, max_shift)), constant_values=s.min())
        start = int(rng.integers(2 * max_shift + 1))
        out.append(wide[:, start : start + s.shape[1]])
    return np.array(out)

# %% wrong border_repeated
# Repeats the border.
# hint: border is repeated
# of: solution
-         result[:] = spectrogram.min()
-         result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[
-             :, max(-shift, 0) : frames - max(shift, 0)
-         ]
+         result[:] = spectrogram[:, np.clip(np.arange(frames) - shift, 0, frames - 1)]

# %% wrong cropped
# Crops all by one shift.
# hint: shape stays
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shift = rng.integers(0, max_shift + 1)
    return spectrograms[:, :, shift:]

# %% wrong cut_off
# Cuts a uniform number off towards 0.
# hint: twice as often
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shifts = [int(rng.uniform(-max_shift - 1, max_shift + 1)) for _ in spectrograms]
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved

# %% wrong empty_after_all
# Joins a gap and [:-0], which is empty.
# hint: shift of 0
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    out = []
    for spectrogram in spectrograms:
        shift = rng.integers(-max_shift, max_shift + 1)
        gap = np.full((len(spectrogram), abs(shift)), spectrogram.min())
        parts = (gap, spectrogram[:, :-shift]) if shift >= 0 else (spectrogram[:, -shift:], gap)
        out.append(np.concatenate(parts, axis=1))
    return np.stack(out)

# %% wrong empty_slice
# Forgets that [:-0] is empty.
# hint: shift of 0
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    moved = np.repeat(spectrograms.min(axis=(1, 2), keepdims=True), frames, axis=2).repeat(
        spectrograms.shape[1], axis=1
    )
    for result, spectrogram in zip(moved, spectrograms):
        shift = rng.integers(-max_shift, max_shift + 1)
        if shift < 0:
            result[:, :shift] = spectrogram[:, -shift:]
        else:
            result[:, shift:] = spectrogram[:, :-shift]
    return moved

# %% wrong frequency
# Moves in frequency.
# hint: moved in frequency
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    frames = spectrograms.shape[1]
    shifts = np.random.default_rng(seed).integers(-max_shift, max_shift + 1, size=len(spectrograms))
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[max(shift, 0) : frames + min(shift, 0)] = spectrogram[max(-shift, 0) : frames - max(shift, 0)]
    return moved

# %% wrong in_place
# Writes into what comes in.
# hint: not to be changed
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    out = spectrograms
    for number, shift in enumerate(rng.integers(-max_shift, max_shift + 1, size=len(out))):
        before = out[number].copy()
        out[number] = before.min()
        out[number, :, max(shift, 0) : frames + min(shift, 0)] = before[:, max(-shift, 0) : frames - max(shift, 0)]
    return out

# %% wrong minimum_of_the_batch
# Fills with the batch's minimum.
# hint: not of the whole batch
# of: solution
-         result[:] = spectrogram.min()
+         result[:] = spectrograms.min()

# %% wrong normal
# Draws from a bell, clipped.
# hint: not equally likely
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shifts = np.clip(np.rint(rng.normal(0, max_shift / 2, len(spectrograms))), -max_shift, max_shift).astype(int)
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved

# %% wrong nothing_moved
# Returns what comes in.
# hint: nothing is moved
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    return spectrograms

# %% wrong one_shift_for_all
# One shift for all.
# hint: same shift
# of: solution
-     )
+     )
+     shifts[:] = shifts[0]

# %% wrong one_way
# Only moves later.
# hint: only move one way
# of: solution
-     shifts = np.random.default_rng(seed).integers(
-         -max_shift, max_shift + 1, size=len(spectrograms)
-     )
+     shifts = np.random.default_rng(seed).integers(0, max_shift + 1, size=len(spectrograms))

# %% wrong rounded
# Rounds a uniform number, so that the ends come up half as often.
# hint: half as often
import numpy as np


def time_shift(spectrograms, max_shift, seed):
    rng = np.random.default_rng(seed)
    frames = spectrograms.shape[2]
    shifts = [round(rng.uniform(-max_shift, max_shift)) for _ in spectrograms]
    moved = np.empty_like(spectrograms)
    for result, spectrogram, shift in zip(moved, spectrograms, shifts):
        result[:] = spectrogram.min()
        result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[:, max(-shift, 0) : frames - max(shift, 0)]
    return moved

# %% wrong seed_fixed
# Ignores the seed.
# hint: another seed
# of: solution
-     shifts = np.random.default_rng(seed).integers(
-         -max_shift, max_shift + 1, size=len(spectrograms)
-     )
+     shifts = np.random.default_rng(0).integers(-max_shift, max_shift + 1, size=len(spectrograms))

# %% wrong seed_unused
# Draws without the seed.
# hint: same seed
# of: solution
-     shifts = np.random.default_rng(seed).integers(
-         -max_shift, max_shift + 1, size=len(spectrograms)
-     )
+     shifts = np.random.default_rng().integers(-max_shift, max_shift + 1, size=len(spectrograms))

# %% wrong upper_end_missing
# Never moves the whole way later.
# hint: leaves out its upper end
# of: solution
-     shifts = np.random.default_rng(seed).integers(
-         -max_shift, max_shift + 1, size=len(spectrograms)
-     )
+     shifts = np.random.default_rng(seed).integers(-max_shift, max_shift, size=len(spectrograms))

# %% wrong wraps_around
# Rolls.
# hint: wrapped around
# of: solution
-         result[:] = spectrogram.min()
-         result[:, max(shift, 0) : frames + min(shift, 0)] = spectrogram[
-             :, max(-shift, 0) : frames - max(shift, 0)
-         ]
+         result[:] = np.roll(spectrogram, shift, axis=1)

# %% wrong zeros_come_in
# Fills with zeros.
# hint: 0 dB is loud
# of: solution
-         result[:] = spectrogram.min()
+         result[:] = 0
