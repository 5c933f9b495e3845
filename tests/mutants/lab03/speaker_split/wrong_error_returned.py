# Returns the error.
# hint: raise it
import numpy as np


def speaker_split(speakers, held_out):
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    if not len(train) or not len(test):
        return ValueError("nobody on one side")
    return train, test
