# Forgets the one.
# hint: + 1 is missing
times_computed = "(P - k)**2"
