# Both sides together.
# hint: both sides
context_per_side = 184
