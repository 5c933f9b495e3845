# Returns the index instead of the rate.
# hint: this is the index
import numpy as np


def pick_learning_rate(rates, losses):
    return int(np.nanargmin(losses))
