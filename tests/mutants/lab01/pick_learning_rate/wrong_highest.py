# Takes the highest finite loss.
# hint: not the highest
import numpy as np


def pick_learning_rate(rates, losses):
    return rates[int(np.argmax(np.where(np.isfinite(losses), losses, -1)))]
