# The letter.
when_cells_touch = "B"
