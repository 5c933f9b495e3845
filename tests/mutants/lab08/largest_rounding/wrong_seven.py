# Off by one.
# hint: 16 pixels apart
largest_rounding = 7
