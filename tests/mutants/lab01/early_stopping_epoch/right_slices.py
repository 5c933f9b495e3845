# Looks for the first epoch whose last epochs hold no new best.
import numpy as np


def early_stopping_epoch(val_losses, patience):
    for last in range(len(val_losses)):
        best = int(np.argmin(val_losses[: last + 1]))
        if last - best == patience:
            return last, best
    return len(val_losses) - 1, int(np.argmin(val_losses))
