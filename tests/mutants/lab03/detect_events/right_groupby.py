# itertools.groupby over the classes.
from itertools import groupby


def detect_events(probabilities, hop, window, threshold):
    named = [(int(row.argmax()) if row.max() >= threshold else -1, number) for number, row in enumerate(probabilities)]
    events = []
    for label, group in groupby(named, key=lambda pair: pair[0]):
        numbers = [number for _, number in group]
        if label >= 0:
            first, last = numbers[0], numbers[-1]
            events.append((first * hop + (window - hop) / 2, last * hop + (window + hop) / 2, label))
    return events
