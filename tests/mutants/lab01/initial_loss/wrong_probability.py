# Gives the probability.
# hint: this is the probability
initial_loss = 1 / 10
