# %% right places
# On the places of the background.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    background = np.flatnonzero(~positives)
    count = max(ratio * int(np.count_nonzero(positives)), 1)
    worst = background[np.argsort(losses[background])[::-1][:count]]
    return np.isin(np.arange(len(losses)), worst)

# %% right ranks
# By ranks.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    masked = np.where(positives, -np.inf, losses)
    rank = np.argsort(np.argsort(-masked, kind="stable"), kind="stable")
    return (rank < max(1, ratio * np.sum(positives))) & np.logical_not(positives)

# %% right slice
# Cuts the sorted places with a slice.
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    n = positives.sum()
    k = ratio * n if n else 1
    neg = np.flatnonzero(~positives)
    pick = neg[np.argsort(-losses[neg])[:k]]
    out = np.zeros(len(losses), bool)
    out[pick] = True
    return out

# %% wrong easiest
# The smallest losses.
# hint: easiest
# of: solution
-     order = np.argsort(np.where(positives, np.inf, -losses), kind="stable")
+     order = np.argsort(np.where(positives, np.inf, losses), kind="stable")

# %% wrong everything
# All background boxes.
# hint: all background boxes
# of: solution
-     return chosen & ~positives
+     return ~positives

# %% wrong in_place
# Sets the losses of objects to -1 in the caller's array.
# hint: writes into an array that it was given
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    losses[positives] = -1
    count = min(max(ratio * int(positives.sum()), 1), int((~positives).sum()))
    chosen = np.zeros(len(losses), bool)
    chosen[np.argsort(-losses)[:count]] = True
    return chosen

# %% wrong none_for_empty
# None in an image without objects.
# hint: without objects teaches with one box
# of: solution
-     count = max(int(ratio * positives.sum()), 1)
+     count = int(ratio * positives.sum())

# %% wrong one_to_one
# As many as positives.
# hint: `ratio` is ignored
# of: solution
-     count = max(int(ratio * positives.sum()), 1)
+     count = max(int(positives.sum()), 1)

# %% wrong positives_in_the_way
# Positives take places and are taken out afterwards.
# hint: in the way
# of: solution
-     order = np.argsort(np.where(positives, np.inf, -losses), kind="stable")
+     order = np.argsort(-losses, kind="stable")

# %% wrong positives_too
# Chooses among all boxes.
# hint: boxes on objects were chosen too
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(int(ratio * positives.sum()), 1)
    chosen = np.zeros(len(losses), bool)
    chosen[np.argsort(-losses)[:count]] = True
    return chosen

# %% wrong ratio_alone
# Three in all.
# hint: not `ratio` alone
# of: solution
-     count = max(int(ratio * positives.sum()), 1)
+     count = max(int(ratio), 1)

# %% wrong tied
# Takes all that are as large as the last one chosen.
# hint: and no more
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(ratio * int(positives.sum()), 1)
    of_background = np.sort(losses[~positives])[::-1]
    least = of_background[min(count, len(of_background)) - 1]
    return (losses >= least) & ~positives

# %% wrong times_background
# Boxes on objects compete with a loss of 0.
# hint: a loss of 0 is background's too
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(ratio * int(positives.sum()), 1)
    chosen = np.zeros(len(losses), bool)
    chosen[np.argsort(-losses * ~positives, kind="stable")[:count]] = True
    return chosen & ~positives
