# Half the output.
# hint: half of what is lost
context_per_side = 194
