# Trains on nothing without a word.
# hint: only one speaker
import numpy as np


def speaker_split(speakers, held_out):
    speakers = np.asarray(speakers)
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    if not len(test):
        raise ValueError(f"cannot leave out speaker {held_out}: {len(test)} recordings, {len(train)} by others")
    return train, test
