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
