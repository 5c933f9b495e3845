# Squeezes symbols into 8 bits.
# hint: larger than 8 bits
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(symbols.astype("int8"), -1, 0):
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        total -= channel.size * np.sum(p * np.log2(p))
    return total
