# Takes the logarithm to base 10.
# hint: natural logarithm
initial_loss = 1.0
