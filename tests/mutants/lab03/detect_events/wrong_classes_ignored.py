# An event ends only with a pause.
# hint: where another class begins
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    events, before = [], None
    for number, row in enumerate(probabilities):
        label = int(np.argmax(row)) if np.max(row) >= threshold else None
        middle = number * hop + window / 2
        if label is not None and before is not None:
            events[-1] = (events[-1][0], middle + hop / 2, events[-1][2])
        elif label is not None:
            events.append((middle - hop / 2, middle + hop / 2, label))
        before = label
    return events
