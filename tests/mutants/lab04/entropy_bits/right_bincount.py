# By bincount, after a shift.
import numpy as np


def entropy_bits(symbols):
    flat = symbols.reshape(-1, symbols.shape[-1])
    total = 0.0
    for column in (flat - flat.min(axis=0)).astype(int).T:
        counts = np.bincount(column)
        counts = counts[counts > 0]
        total += len(column) * np.log2(len(column)) - np.sum(counts * np.log2(counts))
    return total
