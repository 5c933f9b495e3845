# Gives the number of weights.
# hint: number of weights
times_computed = "k**2"
