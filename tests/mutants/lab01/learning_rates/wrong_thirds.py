# Divides by 3 exactly.
# hint: divided by 3 exactly
def learning_rates(count):
    return [3.0**-i for i in range(count)]
