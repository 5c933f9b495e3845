# A sentence.
# hint: one letter
why_residual = "because of the code"
