# NumPy's minimum that passes over nan; infinity never wins anyway.
import numpy as np


def pick_learning_rate(rates, losses):
    return rates[int(np.nanargmin(losses))]
