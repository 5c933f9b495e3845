# Thinks that a fresh network has no loss yet.
# hint: −log(1/10)
initial_loss = 0.0
