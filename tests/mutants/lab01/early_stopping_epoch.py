# %% right counter
# A counter of bad epochs.
def early_stopping_epoch(val_losses, patience):
    best_epoch, best_loss, waited = 0, float("inf"), 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss:
            best_epoch, best_loss, waited = epoch, loss, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch

# %% right slices
# Looks for the first epoch whose last epochs hold no new best.
import numpy as np


def early_stopping_epoch(val_losses, patience):
    for last in range(len(val_losses)):
        best = int(np.argmin(val_losses[: last + 1]))
        if last - best == patience:
            return last, best
    return len(val_losses) - 1, int(np.argmin(val_losses))

# %% wrong compares_with_previous
# Compares with the loss before instead of the best.
# hint: not with the previous
# of: counter
-         if loss < best_loss:
+         if loss < val_losses[max(epoch - 1, 0)] + (epoch == 0):

# %% wrong counts_from_one
# Counts epochs from 1.
# hint: counted from 0
# of: counter
-     return epoch, best_epoch
+     return epoch + 1, best_epoch + 1

# %% wrong equal_is_better
# Takes an equal loss for an improvement.
# hint: equal loss
# of: counter
-         if loss < best_loss:
+         if loss <= best_loss:

# %% wrong never_resets
# The count of bad epochs never starts again.
# hint: starts again at 0
# of: counter
-             best_epoch, best_loss, waited = epoch, loss, 0
+             best_epoch, best_loss, waited = epoch, loss, waited

# %% wrong no_patience
# Stops at the first bad epoch.
# hint: patience ignored
# of: counter
-             if waited >= patience:
+             if waited > 0 * patience:

# %% wrong one_late
# Waits one epoch longer than the patience.
# hint: too late
# of: counter
-             if waited >= patience:
+             if waited > patience:

# %% wrong order
# Returns the best epoch first.
# hint: in this order
# of: counter
-     return epoch, best_epoch
+     return best_epoch, epoch
