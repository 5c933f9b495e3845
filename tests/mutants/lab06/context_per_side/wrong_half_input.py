# Half the input.
# hint: half of the size difference
context_per_side = 286
