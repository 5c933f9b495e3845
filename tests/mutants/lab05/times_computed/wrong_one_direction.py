# Counts along one direction.
# hint: square it
times_computed = "P - k + 1"
