# The natural logarithm.
# hint: natural logarithm
import numpy as np


def entropy_bits(symbols):
    bits = 0.0
    for c in range(symbols.shape[-1]):
        channel = symbols[..., c]
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        bits += channel.size * -np.sum(p * np.log(p))
    return bits
