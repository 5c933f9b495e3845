# %% right list
# The numbers.
box_by_keras = [32, 0, 52, 6]

# %% right one_row
# An array of one box.
import numpy as np

box_by_keras = np.array([[32, 0, 52, 6]])

# %% right computed
# Reckoned, as a tuple.
box_by_keras = (40 - 8, max(10 - 24, 0), 60 - 8, 30 - 24)

# %% wrong added
# Adds.
# hint: does not add
box_by_keras = [48, 34, 68, 54]

# %% wrong corner
# One corner.
# hint: four numbers
box_by_keras = [32, 0]

# %% wrong negative
# Negative numbers stay.
# hint: set to 0
box_by_keras = [32, -14, 52, 6]

# %% wrong pairs
# Both x, then both y.
# hint: not both x
box_by_keras = [32, 52, 0, 6]

# %% wrong right_box
# The box that would be right.
# hint: this is the right box
box_by_keras = [40 - 24, 10 - 8, 60 - 24, 30 - 8]

# %% wrong size
# Width and height.
# hint: no less than 0
box_by_keras = [32, 0, 20, 6]

# %% wrong text
# As a text.
# hint: four numbers
box_by_keras = "32, 0, 52, 6"

# %% wrong y_first
# y comes first.
# hint: x comes first
box_by_keras = [0, 32, 6, 52]
