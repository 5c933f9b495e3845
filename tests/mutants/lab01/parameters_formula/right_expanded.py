# Everything multiplied out.
parameters_formula = "K*k**2 + K + K*H*W - K*H*k + K*H - K*k*W + K*k*k - K*k + K*W - K*k + K + 1"
