# The mean.
# hint: this is the mean
largest_rounding = 4
