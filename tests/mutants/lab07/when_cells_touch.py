# %% right capital
# The letter.
when_cells_touch = "B"

# %% right small
# A small letter with a space.
when_cells_touch = " b"

# %% wrong a
# As if suppression knew cells.
# hint: suppression does not know cells
when_cells_touch = "A"

# %% wrong c
# As if boxes were joined.
# hint: makes no new boxes
when_cells_touch = "C"

# %% wrong d
# As if doubt dropped both.
# hint: the best box is always kept
when_cells_touch = "D"

# %% wrong words
# Words in place of a letter.
# hint: one letter
when_cells_touch = "one is lost"
