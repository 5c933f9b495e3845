# By counting in a dictionary.
from collections import Counter
from math import log2


def entropy_bits(symbols):
    bits = 0.0
    for channel in range(symbols.shape[-1]):
        counts = Counter(symbols[..., channel].reshape(-1).tolist())
        total = sum(counts.values())
        bits += sum(count * log2(total / count) for count in counts.values())
    return bits
