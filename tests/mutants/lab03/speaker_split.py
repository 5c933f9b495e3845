# %% right comprehensions
# Lists built one by one.
import numpy as np


def speaker_split(speakers, held_out):
    test = [place for place, who in enumerate(speakers) if who == held_out]
    train = [place for place, who in enumerate(speakers) if who != held_out]
    if not test:
        raise ValueError(f"nobody is speaker {held_out}")
    if not train:
        raise ValueError("there is nobody else to train on")
    return np.array(train), np.array(test)

# %% right few_words
# An error without a word: none is asked for.
import numpy as np


def speaker_split(speakers, held_out):
    here = np.asarray(speakers) == held_out
    if here.all() or not here.any():
        raise ValueError
    return np.arange(len(here))[~here], np.arange(len(here))[here]

# %% right set_difference
# NumPy's where and setdiff1d.
import numpy as np


def speaker_split(speakers, held_out):
    (test,) = np.where(np.equal(speakers, held_out))
    train = np.setdiff1d(np.arange(len(speakers)), test)
    if min(len(train), len(test)) == 0:
        raise ValueError(f"speaker {held_out} cannot be left out: one side would be empty")
    return train, test

# %% wrong by_position
# Takes every sixth recording.
# hint: every index of that speaker
# of: solution
-     train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
+     train, test = (
+         np.flatnonzero(np.arange(len(speakers)) % 6 != held_out),
+         np.flatnonzero(np.arange(len(speakers)) % 6 == held_out),
+     )

# %% wrong error_returned
# Returns the error.
# hint: raise it
import numpy as np


def speaker_split(speakers, held_out):
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    if not len(train) or not len(test):
        return ValueError("nobody on one side")
    return train, test

# %% wrong leak
# Trains on everybody.
# hint: that is the leak
# of: solution
-     train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
+     train, test = np.arange(len(speakers)), np.flatnonzero(speakers == held_out)

# %% wrong masks
# Returns masks.
# hint: masks, not indices
# of: solution
-     return train, test
+     return speakers != held_out, speakers == held_out

# %% wrong nobody_left
# Trains on nothing without a word.
# hint: only one speaker
# of: solution
-     if not len(train) or not len(test):
+     if not len(test):

# %% wrong not_refused
# Tests on nothing without a word.
# hint: nobody is speaker 7
import numpy as np


def speaker_split(speakers, held_out):
    speakers = np.asarray(speakers)
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    return train, test

# %% wrong swapped
# The held-out speaker is trained on.
# hint: other way round
# of: solution
-     return train, test
+     return test, train

# %% wrong values
# Returns the speakers themselves.
# hint: not the indices
# of: solution
-     return train, test
+     return speakers[train], speakers[test]

# %% wrong where
# Keeps the tuple that np.where returns.
# hint: take its first
import numpy as np


def speaker_split(speakers, held_out):
    train, test = np.where(speakers != held_out), np.where(speakers == held_out)
    if not train[0].size or not test[0].size:
        raise ValueError("nobody on one side")
    return train, test
