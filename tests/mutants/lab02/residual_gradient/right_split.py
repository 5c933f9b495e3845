# The same, with one factor written apart.
residual_gradient = "(1 + a)*(1 + a)**(L - 1)"
