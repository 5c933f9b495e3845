# %% right formula
# A quarter of what all levels take, counted one by one.
context_per_side = sum(4 * 2**level for level in range(4)) + 2 * 2**4

# %% right number
# The number.
context_per_side = 92

# %% wrong both_sides
# Both sides together.
# hint: both sides
context_per_side = 184

# %% wrong half_field
# Half the receptive field.
# hint: half the field
context_per_side = 102

# %% wrong half_input
# Half the input.
# hint: half of the size difference
context_per_side = 286

# %% wrong half_output
# Half the output.
# hint: half of what is lost
context_per_side = 194
