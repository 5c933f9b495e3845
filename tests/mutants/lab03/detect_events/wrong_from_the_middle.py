# Begins at the middle.
# hint: from the middle on
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    events, before = [], None
    for number, row in enumerate(probabilities):
        label = int(np.argmax(row)) if np.max(row) >= threshold else None
        middle = number * hop + window / 2
        if label is not None and label == before:
            events[-1] = (events[-1][0], middle + hop, label)
        elif label is not None:
            events.append((middle, middle + hop, label))
        before = label
    return events
