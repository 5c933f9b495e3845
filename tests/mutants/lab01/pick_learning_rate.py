# %% right loop
# A loop that asks whether a loss is below the best: nan never is.
def pick_learning_rate(rates, losses):
    best, chosen = float("inf"), None
    for rate, loss in zip(rates, losses):
        if loss < best:
            best, chosen = loss, rate
    return chosen

# %% right nanargmin
# NumPy's minimum that passes over nan; infinity never wins anyway.
import numpy as np


def pick_learning_rate(rates, losses):
    return rates[int(np.nanargmin(losses))]

# %% wrong argmin
# NumPy's argmin takes nan for the smallest.
# hint: nan
# of: nanargmin
-     return rates[int(np.nanargmin(losses))]
+     return rates[int(np.argmin(losses))]

# %% wrong highest
# Takes the highest finite loss.
# hint: not the highest
# of: nanargmin
-     return rates[int(np.nanargmin(losses))]
+     return rates[int(np.argmax(np.where(np.isfinite(losses), losses, -1)))]

# %% wrong min_of_pairs
# Python's min stops at nan, to which nothing compares.
# hint: nan
def pick_learning_rate(rates, losses):
    return min(zip(losses, rates))[1]

# %% wrong nan_as_zero
# Replaces nan and infinity by 0, which then wins.
# hint: nan
# of: nanargmin
-     return rates[int(np.nanargmin(losses))]
+     return rates[int(np.argmin(np.nan_to_num(losses, posinf=0.0)))]

# %% wrong returns_index
# Returns the index instead of the rate.
# hint: this is the index
# of: nanargmin
-     return rates[int(np.nanargmin(losses))]
+     return int(np.nanargmin(losses))

# %% wrong returns_loss
# Returns the loss instead of the rate.
# hint: this is the loss
# of: nanargmin
-     return rates[int(np.nanargmin(losses))]
+     return float(np.nanmin(losses))
