# A small letter with a space.
when_cells_touch = " b"
