# %% right masks
# Masks for all at once.
import numpy as np


def stretches(rng, n, size, widest):
    width = rng.integers(0, widest, size=n, endpoint=True)
    start = np.floor(rng.random(n) * (size - width + 1)).astype(int)
    place = np.arange(size)[None]
    return (place >= start[:, None]) & (place < (start + width)[:, None])


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    n, rows, columns = spectrograms.shape
    hide = stretches(rng, n, rows, bands)[:, :, None] | stretches(rng, n, columns, frames)[:, None, :]
    return np.where(hide, np.mean(spectrograms, axis=(1, 2), keepdims=True), spectrograms)

# %% right one_by_one
# One by one, in a list, start by choice.
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    out = []
    for s in spectrograms:
        s, mean = s.copy(), s.mean()
        for axis, widest in ((0, bands), (1, frames)):
            width = rng.choice(widest + 1)
            start = rng.choice(s.shape[axis] - width + 1)
            place = [slice(None), slice(None)]
            place[axis] = slice(start, start + width)
            s[tuple(place)] = mean
        out.append(s)
    return np.stack(out)

# %% wrong bands_only
# Hides bands only.
# hint: only bands are hidden
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low, start = rng.integers(0, all_bands - height + 1), rng.integers(0, all_frames - width + 1)
        result[low : low + height] = mean
    return hidden

# %% wrong fits_the_widest
# Begins only where the widest would fit.
# hint: never hidden
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low, start = rng.integers(0, all_bands - bands + 1), rng.integers(0, all_frames - frames + 1)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden

# %% wrong frames_only
# Hides frames only.
# hint: only frames are hidden
# of: solution
-         result[low : low + height] = mean

# %% wrong in_place
# Writes into what comes in.
# hint: not to be changed
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    out = spectrograms
    for s in out:
        mean = s.mean()
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low, start = rng.integers(0, all_bands - height + 1), rng.integers(0, all_frames - width + 1)
        s[low : low + height] = mean
        s[:, start : start + width] = mean
    return out

# %% wrong last_place_missing
# Never the last place.
# hint: never hidden
# of: solution
-         low, start = (
-             rng.integers(0, all_bands - height + 1),
-             rng.integers(0, all_frames - width + 1),
-         )
+         low, start = rng.integers(0, all_bands - bands), rng.integers(0, all_frames - frames)

# %% wrong mean_of_the_batch
# Hides by the batch's mean.
# hint: not of the whole batch
# of: solution
-     for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
+     for result, mean in zip(hidden, np.full(len(spectrograms), spectrograms.mean())):

# %% wrong minimum
# Hides by the minimum.
# hint: not with the smallest
# of: solution
-     for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
+     for result, mean in zip(hidden, spectrograms.min(axis=(1, 2))):

# %% wrong narrow_more_often
# Narrow stretches are likelier.
# hint: not equally likely
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = (
            rng.integers(0, rng.integers(0, bands + 1) + 1),
            rng.integers(0, rng.integers(0, frames + 1) + 1),
        )
        low, start = rng.integers(0, all_bands - height + 1), rng.integers(0, all_frames - width + 1)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden

# %% wrong never_nothing
# At least one band and frame.
# hint: width of 0
# of: solution
-         height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
+         height, width = rng.integers(1, bands + 1), rng.integers(1, frames + 1)

# %% wrong nothing_hidden
# Returns what comes in.
# hint: nothing is hidden
def spec_augment(spectrograms, bands, frames, seed):
    return spectrograms

# %% wrong over_the_border
# Stretches may run over the border.
# hint: over the border
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low, start = rng.integers(0, all_bands), rng.integers(0, all_frames)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden

# %% wrong pushed_back
# Pushes what overhangs back from the border.
# hint: not every place is equally likely
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
        low = min(rng.integers(0, all_bands), all_bands - height)
        start = min(rng.integers(0, all_frames), all_frames - width)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden

# %% wrong rectangle
# Hides where both meet only.
# hint: whole bands and whole frames
# of: solution
-         result[low : low + height] = mean
-         result[:, start : start + width] = mean
+         result[low : low + height, start : start + width] = mean

# %% wrong same_for_all
# The same stretches for all.
# hint: draw for each on its own
# of: solution
-     for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
+     for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
+         rng = np.random.default_rng(seed)

# %% wrong same_widths
# The same widths for all.
# hint: draw a width for each
import numpy as np


def spec_augment(spectrograms, bands, frames, seed):
    rng = np.random.default_rng(seed)
    _, all_bands, all_frames = spectrograms.shape
    hidden = spectrograms.copy()
    for result, mean in zip(hidden, spectrograms.mean(axis=(1, 2))):
        height, width = bands, frames
        low, start = rng.integers(0, all_bands - height + 1), rng.integers(0, all_frames - width + 1)
        result[low : low + height] = mean
        result[:, start : start + width] = mean
    return hidden

# %% wrong scattered
# Hides scattered bands.
# hint: one stretch
# of: solution
-         result[low : low + height] = mean
+         result[rng.choice(all_bands, height, replace=False)] = mean

# %% wrong seed_fixed
# Ignores the seed.
# hint: another seed
# of: solution
-     rng = np.random.default_rng(seed)
+     rng = np.random.default_rng(1)

# %% wrong seed_unused
# Draws without the seed.
# hint: same seed
# of: solution
-     rng = np.random.default_rng(seed)
+     rng = np.random.default_rng()

# %% wrong swapped
# Swaps bands and frames.
# hint: swapped
# of: solution
-         height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
+         width, height = rng.integers(0, bands + 1), rng.integers(0, frames + 1)

# %% wrong upper_end_missing
# Never the widest.
# hint: leaves out its upper end
# of: solution
-         height, width = rng.integers(0, bands + 1), rng.integers(0, frames + 1)
+         height, width = rng.integers(0, bands), rng.integers(0, frames)

# %% wrong zeros
# Hides by zeros.
# hint: zeros are loud
# of: solution
-         result[low : low + height] = mean
-         result[:, start : start + width] = mean
+         result[low : low + height] = 0
+         result[:, start : start + width] = 0
