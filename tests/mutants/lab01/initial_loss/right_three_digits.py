# Three digits.
initial_loss = 2.30
