# As a square.
times_computed = "(P - k + 1)**2"
