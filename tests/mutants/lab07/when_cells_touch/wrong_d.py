# As if doubt dropped both.
# hint: the best box is always kept
when_cells_touch = "D"
