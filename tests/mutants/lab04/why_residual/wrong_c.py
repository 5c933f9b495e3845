# Large weights.
# hint: what it subtracts is 0
why_residual = "C"
