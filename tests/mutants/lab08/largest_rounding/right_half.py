# Half a stride.
largest_rounding = 16 / 2
