# %% right changes
# Where the class changes, by NumPy; events as lists.
import numpy as np


def detect_events(probabilities, hop, window, threshold):
    label = np.where(probabilities.max(axis=1) >= threshold, probabilities.argmax(axis=1), -1)
    borders = np.flatnonzero(np.diff(label)) + 1
    first = np.concatenate([[0], borders])
    after = np.concatenate([borders, [len(label)]])
    offset = window / 2 - hop / 2
    return [[a * hop + offset, b * hop + offset, int(label[a])] for a, b in zip(first, after) if label[a] >= 0]

# %% right groupby
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

# %% wrong bridged
# Bridges pauses.
# hint: with a pause
# of: solution
-         before = label
+         before = label if label is not None else before

# %% wrong class_zero
# Takes class 0 for nothing.
# hint: class 0 is a class
# of: solution
-         if label is not None and label == before:
+         if label and label == before:

-         elif label is not None:
+         elif label:

# %% wrong classes_ignored
# An event ends only with a pause.
# hint: where another class begins
# of: solution
-         if label is not None and label == before:
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+         if label is not None and before is not None:
+             events[-1] = (events[-1][0], middle + hop / 2, events[-1][2])

# %% wrong duration
# Gives the duration.
# hint: give the end
# of: solution
-     return events
+     return [(start, end - start, label) for start, end, label in events]

# %% wrong from_the_middle
# Begins at the middle.
# hint: from the middle on
# of: solution
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+             events[-1] = (events[-1][0], middle + hop, label)

-             events.append((middle - hop / 2, middle + hop / 2, label))
+             events.append((middle, middle + hop, label))

# %% wrong label_first
# The class comes first.
# hint: the order is (start, end, label)
# of: solution
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+             events[-1] = (label, events[-1][1], middle + hop / 2)

-             events.append((middle - hop / 2, middle + hop / 2, label))
+             events.append((label, middle - hop / 2, middle + hop / 2))

# %% wrong label_is_a_float
# An array of events, whose labels are floats.
# hint: an int
# of: solution
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+             events[-1] = (events[-1][0], middle + hop / 2, float(label))

-             events.append((middle - hop / 2, middle + hop / 2, label))
+             events.append((middle - hop / 2, middle + hop / 2, float(label)))

# %% wrong last_missing
# Loses the last event.
# hint: last event is missing
# of: solution
-     return events
+     return events[:-1] if label is not None else events

# %% wrong middle_to_middle
# From middle to middle.
# hint: middle to middle
# of: solution
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+             events[-1] = (events[-1][0], middle, label)

-             events.append((middle - hop / 2, middle + hop / 2, label))
+             events.append((middle, middle, label))

# %% wrong more_than
# More than the threshold.
# hint: at least, not more than
# of: solution
-         label = int(np.argmax(row)) if np.max(row) >= threshold else None
+         label = int(np.argmax(row)) if np.max(row) > threshold else None

# %% wrong not_merged
# Each window is an event.
# hint: are one event
# of: solution
-         if label is not None and label == before:
+         if label is not None and False:

# %% wrong sorted_by_class
# Class by class.
# hint: sort by time
# of: solution
-     return events
+     return sorted(events, key=lambda event: event[2])

# %% wrong starts_of_windows
# Takes the starts of the windows.
# hint: starts of the windows
# of: solution
-         middle = number * hop + window / 2
+         middle = number * hop + hop / 2

# %% wrong threshold_half
# The threshold is always one half.
# hint: threshold is not always the same
# of: solution
-         label = int(np.argmax(row)) if np.max(row) >= threshold else None
+         label = int(np.argmax(row)) if np.max(row) >= 0.5 else None

# %% wrong threshold_ignored
# Ignores the threshold.
# hint: threshold is ignored
# of: solution
-         label = int(np.argmax(row)) if np.max(row) >= threshold else None
+         label = int(np.argmax(row))

# %% wrong threshold_of_the_night
# The threshold is the one of the figure.
# hint: threshold is not always the same
# of: solution
-         label = int(np.argmax(row)) if np.max(row) >= threshold else None
+         label = int(np.argmax(row)) if np.max(row) >= 0.6 else None

# %% wrong whole_windows
# From the start of the first to the end of the last window.
# hint: half a window too much
# of: solution
-             events[-1] = (events[-1][0], middle + hop / 2, label)
+             events[-1] = (events[-1][0], middle + window / 2, label)

-             events.append((middle - hop / 2, middle + hop / 2, label))
+             events.append((middle - window / 2, middle + window / 2, label))
