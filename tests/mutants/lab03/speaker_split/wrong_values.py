# Returns the speakers themselves.
# hint: not the indices
import numpy as np


def speaker_split(speakers, held_out):
    speakers = np.asarray(speakers)
    train, test = np.flatnonzero(speakers != held_out), np.flatnonzero(speakers == held_out)
    if not len(train) or not len(test):
        raise ValueError(f"cannot leave out speaker {held_out}: {len(test)} recordings, {len(train)} by others")
    return speakers[train], speakers[test]
