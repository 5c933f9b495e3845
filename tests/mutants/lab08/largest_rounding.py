# %% right half
# Half a stride.
largest_rounding = 16 / 2

# %% right number
# The number.
largest_rounding = 8

# %% wrong both
# Both borders together.
# hint: one border alone
largest_rounding = 32

# %% wrong cell
# A whole cell.
# hint: never that far
largest_rounding = 16

# %% wrong in_cells
# In cells.
# hint: in cells
largest_rounding = 0.5

# %% wrong list
# In a list.
# hint: no brackets
largest_rounding = [8]

# %% wrong mean
# The mean.
# hint: this is the mean
largest_rounding = 4

# %% wrong seven
# Off by one.
# hint: 16 pixels apart
largest_rounding = 7

# %% wrong unit
# With the unit, in quotation marks.
# hint: a number alone
largest_rounding = "8 pixels"
