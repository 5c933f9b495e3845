# One code for all channels.
# hint: one code for all channels
import numpy as np


def entropy_bits(symbols):
    counts = np.unique(symbols, return_counts=True)[1]
    p = counts / symbols.size
    return symbols.size * -np.sum(p * np.log2(p))
