# %% right by_predicted
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

# %% right table
# A table of shared pixels.
import numpy as np


def match_objects(truth, predicted):
    rows, columns = truth.max() + 1, predicted.max() + 1
    table = np.zeros((rows, columns), int)
    np.add.at(table, (truth.ravel(), predicted.ravel()), 1)
    union = table.sum(1)[:, None] + table.sum(0)[None] - table
    match = (table / np.maximum(union, 1))[1:, 1:] > 0.5
    found = int(match.sum())
    return found, int((~match.any(axis=0)).sum()), int((~match.any(axis=1)).sum())

# %% wrong background
# The background is an object too.
# hint: background
# of: solution
-     for label in range(1, truth.max() + 1):
+     for label in range(0, truth.max() + 1):

-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if np.sum(here & there) > 0.5 * np.sum(here | there):

# %% wrong background_counted
# The 0 counts as an object.
# hint: 0 of the background
# of: solution
-     return found, int(predicted.max()) - found, int(truth.max()) - found
+     return found, len(np.unique(predicted)) - found, len(np.unique(truth)) - found

# %% wrong background_of_prediction
# The background of the prediction is a partner.
# hint: nobody's partner
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if np.sum(here & there) > 0.5 * np.sum(here | there):

# %% wrong dice
# Dice in place of IoU.
# hint: Dice, not IoU
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if other and 2 * np.sum(here & there) > 0.5 * (np.sum(here) + np.sum(there)):

# %% wrong first_alone
# Only the first predicted object that a true one touches is tried.
# hint: try each
# of: solution
-         for other in np.unique(predicted[here]):
+         for other in [label for label in np.unique(predicted[here]) if label][:1]:

# %% wrong half_is_enough
# An IoU of exactly 0.5 matches.
# hint: exactly 0.5
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if other and np.sum(here & there) >= 0.5 * np.sum(here | there):

# %% wrong labels_less_one
# The number of objects is that of the labels, less 1.
# hint: without background
# of: solution
-     return found, int(predicted.max()) - found, int(truth.max()) - found
+     return found, len(np.unique(predicted)) - 1 - found, len(np.unique(truth)) - 1 - found

# %% wrong last_alone
# Only the last predicted object that a true one touches is tried.
# hint: try each
# of: solution
-         for other in np.unique(predicted[here]):
+         for other in np.unique(predicted[here])[-1:]:

# %% wrong last_left_out
# The last object is left out.
# hint: last true object
# of: solution
-     for label in range(1, truth.max() + 1):
+     for label in range(1, truth.max()):

# %% wrong over_truth
# The intersection is divided by the true object.
# hint: divide by the union
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if other and np.sum(here & there) > 0.5 * np.sum(here):

# %% wrong same_number
# Only objects of the same number can match.
# hint: any predicted object
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if other == label and np.sum(here & there) > 0.5 * np.sum(here | there):

# %% wrong swapped
# Invented and missed are swapped.
# hint: swapped
# of: solution
-     return found, int(predicted.max()) - found, int(truth.max()) - found
+     return found, int(truth.max()) - found, int(predicted.max()) - found

# %% wrong touching
# Objects that touch at all match.
# hint: touch at all
# of: solution
-             if other and np.sum(here & there) > 0.5 * np.sum(here | there):
+             if other:
