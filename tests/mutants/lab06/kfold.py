# %% right dictionary
# The fold of each group in a dictionary, plain lists.
def kfold(groups, folds):
    names = sorted(set(int(group) for group in groups))
    size, extra = divmod(len(names), folds)
    fold_of, at = {}, 0
    for fold in range(folds):
        for _ in range(size + (fold < extra)):
            fold_of[names[at]] = fold
            at += 1
    pairs = []
    for fold in range(folds):
        test = [i for i, group in enumerate(groups) if fold_of[int(group)] == fold]
        train = [i for i, group in enumerate(groups) if fold_of[int(group)] != fold]
        pairs.append((train, test))
    return pairs

# %% right ranks
# Blocks of ranks.
import numpy as np


def kfold(groups, folds):
    names, rank = np.unique(groups, return_inverse=True)
    size, extra = divmod(len(names), folds)
    fold = np.repeat(np.arange(folds), [size + (k < extra) for k in range(folds)])[rank]
    return [(np.where(fold != k)[0], np.where(fold == k)[0]) for k in range(folds)]

# %% wrong booleans
# Masks in place of numbers.
# hint: not booleans
# of: solution
-     return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
+     return [(~test, test) for test in tested]

# %% wrong everything_trained
# Everything is trained on.
# hint: leaks
# of: solution
-     return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
+     return [(np.arange(len(groups)), np.flatnonzero(test)) for test in tested]

# %% wrong group_numbers
# Returns numbers of groups.
# hint: numbers of examples
import numpy as np


def kfold(groups, folds):
    names = np.unique(groups)
    return [(np.setdiff1d(names, block), block) for block in np.array_split(names, folds)]

# %% wrong interleaved
# Every k-th group is tested.
# hint: every k-th group
import numpy as np


def kfold(groups, folds):
    names = np.unique(groups)
    tested = [np.isin(groups, names[fold::folds]) for fold in range(folds)]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]

# %% wrong last_fold_missing
# One fold too few.
# hint: a pair (train, test) for each fold
# of: solution
-     return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
+     return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested[:-1]]

# %% wrong last_larger
# The last blocks are the larger ones.
# hint: last blocks are larger
# of: solution
-     blocks = np.array_split(np.unique(groups), folds)
+     blocks = [block[::-1] for block in np.array_split(np.unique(groups)[::-1], folds)][::-1]

# %% wrong leaks
# Examples are cut, not groups.
# hint: leaks
import numpy as np


def kfold(groups, folds):
    numbers = np.arange(len(groups))
    return [(np.setdiff1d(numbers, block), block) for block in np.array_split(numbers, folds)]

# %% wrong numbers_between
# Numbers that do not occur count as groups.
# hint: numbers that do not occur
# of: solution
-     blocks = np.array_split(np.unique(groups), folds)
+     blocks = np.array_split(np.arange(np.min(groups), np.max(groups) + 1), folds)

# %% wrong shuffled
# The groups are shuffled first.
# hint: cut them with np.array_split
# of: solution
-     blocks = np.array_split(np.unique(groups), folds)
+     blocks = np.array_split(np.random.default_rng(0).permutation(np.unique(groups)), folds)

# %% wrong sorts_in_place
# The groups that came in are sorted.
# hint: not to be changed
import numpy as np


def kfold(groups, folds):
    names = groups.copy()
    groups.sort()
    blocks = np.array_split(np.unique(names), folds)
    tested = [np.isin(names, block) for block in blocks]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]

# %% wrong swapped
# Test and train are swapped.
# hint: swapped
# of: solution
-     return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tested]
+     return [(np.flatnonzero(test), np.flatnonzero(~test)) for test in tested]
