# Multiplied out.
residual_gradient = "1 + 3*a + 3*a**2 + a**3"
