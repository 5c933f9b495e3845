# The plain chain.
# hint: adds 1
residual_gradient = "a**3"
