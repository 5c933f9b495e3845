# K taken out.
parameters_formula = "1 + K * (1 + k*k + (1 + H - k) * (1 + W - k))"
