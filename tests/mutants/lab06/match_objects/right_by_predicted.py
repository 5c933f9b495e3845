# Goes through the predicted objects.
import numpy as np


def match_objects(truth, predicted):
    matched, invented = set(), 0
    for label in range(1, int(predicted.max()) + 1):
        mine = predicted == label
        partner = None
        for other in set(truth[mine].tolist()) - {0}:
            theirs = truth == other
            if np.logical_and(mine, theirs).sum() / np.logical_or(mine, theirs).sum() > 0.5:
                partner = other
        if partner is None:
            invented += 1
        else:
            matched.add(partner)
    return [len(matched), invented, int(truth.max()) - len(matched)]
