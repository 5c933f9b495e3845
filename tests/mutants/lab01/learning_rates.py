# %% right text
# Rungs in pairs, read from text, as an array.
import numpy as np


def learning_rates(count):
    pairs = [[float(f"1e-{power}"), float(f"3e-{power + 1}")] for power in range(count)]
    return np.array(pairs).reshape(-1)[:count]

# %% right written_down
# The ladder written down.
def learning_rates(count):
    return [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003][:count]

# %% wrong one_too_many
# Returns one rung too many.
# hint: 1 and 0.3
def learning_rates(count):
    return [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003][: count + 1]

# %% wrong smallest_first
# Starts with the smallest rate.
# hint: largest first
def learning_rates(count):
    return sorted([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001][:count])

# %% wrong tenths
# Divides by 10 in each step.
# hint: step of 0.3
def learning_rates(count):
    return [10.0**-i for i in range(count)]

# %% wrong thirds
# Divides by 3 exactly.
# hint: divided by 3 exactly
def learning_rates(count):
    return [3.0**-i for i in range(count)]
