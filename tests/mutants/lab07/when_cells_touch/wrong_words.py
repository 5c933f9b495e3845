# Words in place of a letter.
# hint: one letter
when_cells_touch = "one is lost"
