# As if boxes were joined.
# hint: makes no new boxes
when_cells_touch = "C"
