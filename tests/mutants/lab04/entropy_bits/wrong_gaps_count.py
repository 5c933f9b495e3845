# Symbols that do not come: 0 · log 0.
# hint: a symbol that does not come
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(symbols, -1, 0):
        counts = np.bincount((channel - channel.min()).ravel())
        p = counts / channel.size
        total -= channel.size * np.sum(p * np.log2(p))
    return total
