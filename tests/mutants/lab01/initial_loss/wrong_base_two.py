# Takes the logarithm to base 2.
# hint: base 2
initial_loss = 3.3219
