# %% right choice
# With choice, without replacement.
import numpy as np


def sample_anchors(states, count, seed):
    rng = np.random.default_rng(seed)
    result = -np.ones(len(states), int)
    positive = np.where(states == 1)[0]
    negative = np.where(states == 0)[0]
    take = min(len(positive), count // 2)
    chosen = rng.choice(positive, take, replace=False)
    rest = rng.choice(negative, min(len(negative), count - take), replace=False)
    result[chosen] = 1
    result[rest] = 0
    return result

# %% right ranks
# By the ranks of random numbers.
import numpy as np


def sample_anchors(states, count, seed):
    draw = np.random.default_rng(seed).random(states.shape)
    kept = np.zeros(states.shape, bool)
    room = count // 2
    for state in (1, 0):
        candidates = np.flatnonzero(states == state)
        order = candidates[np.argsort(draw[candidates])]
        kept[order[:room]] = True
        room = count - kept.sum()
    return np.where(kept, states, -1)

# %% wrong as_many_negatives
# As many negatives as positives.
# hint: make up for them
# of: choice
-     rest = rng.choice(negative, min(len(negative), count - take), replace=False)
+     rest = rng.choice(negative, min(len(negative), take), replace=False)

# %% wrong first_negatives
# Takes the first negatives.
# hint: every negative
# of: choice
-     rest = rng.choice(negative, min(len(negative), count - take), replace=False)
+     rest = negative[: count - take]

# %% wrong first_ones
# Takes the first ones.
# hint: another seed draws others
# of: choice
-     chosen = rng.choice(positive, take, replace=False)
-     rest = rng.choice(negative, min(len(negative), count - take), replace=False)
+     chosen = positive[:take]
+     rest = negative[: count - take]

# %% wrong first_positives
# Takes the first positives.
# hint: every positive
# of: choice
-     chosen = rng.choice(positive, take, replace=False)
+     chosen = positive[:take]

# %% wrong from_all
# Negatives are drawn from all that are not positive.
# hint: never drawn
# of: choice
-     negative = np.where(states == 0)[0]
+     negative = np.where(states != 1)[0]

# %% wrong half_each
# Half negatives, whatever the positives.
# hint: make up for them
# of: choice
-     rest = rng.choice(negative, min(len(negative), count - take), replace=False)
+     rest = rng.choice(negative, min(len(negative), count - count // 2), replace=False)

# %% wrong indices
# Returns places.
# hint: same shape
# of: choice
-     return result
+     return np.concatenate([chosen, rest])

# %% wrong no_limit
# All positives are taken.
# hint: at most half
# of: choice
-     take = min(len(positive), count // 2)
+     take = min(len(positive), count)

# %% wrong replacement
# Draws with replacement.
# hint: without replacement
# of: choice
-     chosen = rng.choice(positive, take, replace=False)
-     rest = rng.choice(negative, min(len(negative), count - take), replace=False)
+     chosen = rng.choice(positive, take)
+     rest = rng.choice(negative, min(len(negative), count - take))

# %% wrong rounded_up
# Half of an odd number is rounded up.
# hint: rounded down
# of: choice
-     take = min(len(positive), count // 2)
+     take = min(len(positive), (count + 1) // 2)

# %% wrong seed_ignored
# Another draw at each call.
# hint: the same seed
# of: choice
-     rng = np.random.default_rng(seed)
+     rng = np.random.default_rng()

# %% wrong undrawn_negative
# What is not drawn becomes negative.
# hint: keeps its state
# of: choice
-     result = -np.ones(len(states), int)
+     result = np.zeros(len(states), int)

# %% wrong writes
# Writes into states and returns them.
# hint: writes into an array
import numpy as np


def sample_anchors(states, count, seed):
    rng = np.random.default_rng(seed)
    positive = np.where(states == 1)[0]
    negative = np.where(states == 0)[0]
    take = min(len(positive), count // 2)
    chosen = rng.choice(positive, take, replace=False)
    rest = rng.choice(negative, min(len(negative), count - take), replace=False)
    states[:] = -1
    states[chosen] = 1
    states[rest] = 0
    return states
