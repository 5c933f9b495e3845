# Each entropy times all symbols of all channels.
# hint: not by all symbols
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(symbols, -1, 0):
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        total -= symbols.size * np.sum(p * np.log2(p))
    return total
