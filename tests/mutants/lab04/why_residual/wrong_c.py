# Large weights.
# hint: its weights are small
why_residual = "C"
