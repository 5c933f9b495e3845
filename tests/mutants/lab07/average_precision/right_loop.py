# One recall after the other.
import numpy as np


def average_precision(scores, right, objects):
    order = sorted(range(len(scores)), key=lambda k: -scores[k])
    true, points = 0, []
    for count, place in enumerate(order, start=1):
        true += bool(right[place])
        points.append((true / objects, true / count))
    total = 0
    for wanted in np.linspace(0, 1, 101):
        total += max([precision for recall, precision in points if recall >= wanted], default=0)
    return total / 101
