# Tests on nothing without a word.
# hint: nobody is speaker 7
import numpy as np


def speaker_split(speakers, held_out):
    speakers = np.asarray(speakers)
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    return train, test
