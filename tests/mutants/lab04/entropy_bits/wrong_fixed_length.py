# Words of a fixed length.
# hint: fixed length
import numpy as np


def entropy_bits(symbols):
    spans = np.ptp(symbols, axis=(0, 1, 2)) + 1
    return float(symbols[..., 0].size * np.log2(spans).sum())
