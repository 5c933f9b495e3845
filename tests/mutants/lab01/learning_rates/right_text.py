# Rungs in pairs, read from text, as an array.
import numpy as np


def learning_rates(count):
    pairs = [[float(f"1e-{power}"), float(f"3e-{power + 1}")] for power in range(count)]
    return np.array(pairs).reshape(-1)[:count]
