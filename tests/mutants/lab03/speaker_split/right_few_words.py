# An error without a word: none is asked for.
import numpy as np


def speaker_split(speakers, held_out):
    here = np.asarray(speakers) == held_out
    if here.all() or not here.any():
        raise ValueError
    return np.arange(len(here))[~here], np.arange(len(here))[here]
