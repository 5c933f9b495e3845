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
