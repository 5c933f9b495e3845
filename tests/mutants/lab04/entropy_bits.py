# %% right bincount
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

# %% right counter
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

# %% wrong amounts
# Drops the signs.
# hint: do not drop the sign
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(np.abs(symbols), -1, 0):
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        total -= channel.size * np.sum(p * np.log2(p))
    return total

# %% wrong bincount
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

# %% wrong bits_an_image
# The mean over the images.
# hint: bits for each image
import numpy as np


def entropy_bits(symbols):
    bits = 0.0
    for c in range(symbols.shape[-1]):
        channel = symbols[..., c]
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        bits += channel.size * -np.sum(p * np.log2(p))
    return bits / len(symbols)

# %% wrong eight_bits
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

# %% wrong entropies_added
# Entropies are added, not multiplied by their symbols.
# hint: multiply each entropy
import numpy as np


def entropy_bits(symbols):
    bits = 0.0
    for c in range(symbols.shape[-1]):
        channel = symbols[..., c]
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        bits += -np.sum(p * np.log2(p))
    return bits

# %% wrong fixed_length
# Words of a fixed length.
# hint: fixed length
import numpy as np


def entropy_bits(symbols):
    spans = np.ptp(symbols, axis=(0, 1, 2)) + 1
    return float(symbols[..., 0].size * np.log2(spans).sum())

# %% wrong gaps_count
# Symbols that do not come: 0 · log 0.
# hint: a symbol that does not occur
import numpy as np


def entropy_bits(symbols):
    total = 0.0
    for channel in np.moveaxis(symbols, -1, 0):
        counts = np.bincount((channel - channel.min()).ravel())
        p = counts / channel.size
        total -= channel.size * np.sum(p * np.log2(p))
    return total

# %% wrong natural
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

# %% wrong one_code
# One code for all channels.
# hint: one code for all channels
import numpy as np


def entropy_bits(symbols):
    counts = np.unique(symbols, return_counts=True)[1]
    p = counts / symbols.size
    return symbols.size * -np.sum(p * np.log2(p))

# %% wrong per_image
# Each image is counted by itself.
# hint: each image is counted
import numpy as np


def entropy_bits(symbols):
    return sum(_bits(image[..., c]) for image in symbols for c in range(symbols.shape[-1]))


def _bits(values):
    counts = np.unique(values, return_counts=True)[1]
    p = counts / values.size
    return values.size * -np.sum(p * np.log2(p))

# %% wrong per_symbol
# Bits a symbol.
# hint: bits per symbol
import numpy as np


def entropy_bits(symbols):
    bits = 0.0
    for c in range(symbols.shape[-1]):
        channel = symbols[..., c]
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        bits += channel.size * -np.sum(p * np.log2(p))
    return bits / symbols.size

# %% wrong sign
# The sign is lost.
# hint: sign is lost
import numpy as np


def entropy_bits(symbols):
    bits = 0.0
    for c in range(symbols.shape[-1]):
        channel = symbols[..., c]
        counts = np.unique(channel, return_counts=True)[1]
        p = counts / channel.size
        bits += channel.size * np.sum(p * np.log2(p))
    return bits

# %% wrong times_all_symbols
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
