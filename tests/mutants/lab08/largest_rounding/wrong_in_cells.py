# In cells.
# hint: in cells
largest_rounding = 0.5
