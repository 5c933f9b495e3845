# The number.
largest_rounding = 8
