# Returns the loss instead of the rate.
# hint: this is the loss
import numpy as np


def pick_learning_rate(rates, losses):
    return float(np.nanmin(losses))
