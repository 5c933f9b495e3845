# Takes all that are as large as the last one chosen.
# hint: and no more
import numpy as np


def hard_negatives(losses, positives, ratio=3):
    count = max(ratio * int(positives.sum()), 1)
    of_background = np.sort(losses[~positives])[::-1]
    least = of_background[min(count, len(of_background)) - 1]
    return (losses >= least) & ~positives
