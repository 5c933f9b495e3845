# The class comes first.
# hint: the order is (start, end, label)
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    events, before = [], None
    for number, row in enumerate(probabilities):
        label = int(np.argmax(row)) if np.max(row) >= threshold else None
        middle = number * hop + window / 2
        if label is not None and label == before:
            events[-1] = (label, events[-1][1], middle + hop / 2)
        elif label is not None:
            events.append((label, middle - hop / 2, middle + hop / 2))
        before = label
    return events
