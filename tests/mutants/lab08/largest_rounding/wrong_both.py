# Both borders together.
# hint: one border alone
largest_rounding = 32
