# NumPy's where and setdiff1d.
import numpy as np


def speaker_split(speakers, held_out):
    (test,) = np.where(np.equal(speakers, held_out))
    train = np.setdiff1d(np.arange(len(speakers)), test)
    if min(len(train), len(test)) == 0:
        raise ValueError(f"speaker {held_out} cannot be left out: one side would be empty")
    return train, test
