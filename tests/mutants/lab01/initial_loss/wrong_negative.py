# Loses the sign.
# hint: positive
initial_loss = -2.302585
