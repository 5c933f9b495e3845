# Multiplied out.
times_computed = "P**2 - 2*P*k + k**2 + 2*P - 2*k + 1"
