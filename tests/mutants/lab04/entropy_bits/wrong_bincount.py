# np.bincount of negative symbols.
# hint: shift them
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(symbols, -1, 0):
        counts = np.bincount(channel.ravel())
        counts = counts[counts > 0]
        p = counts / channel.size
        total -= channel.size * np.sum(p * np.log2(p))
    return total
