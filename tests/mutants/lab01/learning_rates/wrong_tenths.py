# Divides by 10 in each step.
# hint: step of 0.3
def learning_rates(count):
    return [10.0**-i for i in range(count)]
