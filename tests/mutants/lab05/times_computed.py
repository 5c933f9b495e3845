# %% right expanded
# Multiplied out.
times_computed = "P**2 - 2*P*k + k**2 + 2*P - 2*k + 1"

# %% right factored
# As a square.
times_computed = "(P - k + 1)**2"

# %% wrong not_overlapping
# As if windows did not overlap.
# hint: do not overlap
times_computed = "P**2 / k**2"

# %% wrong off_by_one
# Forgets the one.
# hint: + 1 is missing
times_computed = "(P - k)**2"

# %% wrong one_direction
# Counts along one direction.
# hint: square it
times_computed = "P - k + 1"

# %% wrong pixels
# Counts patches that hold a pixel.
# hint: whole k × k window
times_computed = "P**2"

# %% wrong typeset
# Written as in a book, which Python does not read.
# hint: **2 for a square
times_computed = "(P − k + 1)²"

# %% wrong weights
# Gives the number of weights.
# hint: number of weights
times_computed = "k**2"

# %% wrong without_one
# The square of the difference, factor by factor.
# hint: the + 1 is missing
times_computed = "(P - k)*(P - k)"
