# NumPy's argmin takes nan for the smallest.
# hint: nan
import numpy as np


def pick_learning_rate(rates, losses):
    return rates[int(np.argmin(losses))]
