# The formula.
residual_gradient = "(a + 1)**3"
