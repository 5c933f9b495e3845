# As if windows did not overlap.
# hint: do not overlap
times_computed = "P**2 / k**2"
