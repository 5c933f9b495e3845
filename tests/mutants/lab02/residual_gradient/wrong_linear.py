# The power is taken for a product.
# hint: inside the power
residual_gradient = "1 + 3*a"
