# A whole cell.
# hint: never that far
largest_rounding = 16
