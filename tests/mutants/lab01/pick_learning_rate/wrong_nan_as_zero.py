# Replaces nan and infinity by 0, which then wins.
# hint: nan
import numpy as np


def pick_learning_rate(rates, losses):
    return rates[int(np.argmin(np.nan_to_num(losses, posinf=0.0)))]
