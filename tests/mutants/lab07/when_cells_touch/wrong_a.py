# As if suppression knew cells.
# hint: suppression does not know cells
when_cells_touch = "A"
