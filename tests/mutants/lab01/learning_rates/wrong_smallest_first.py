# Starts with the smallest rate.
# hint: largest first
def learning_rates(count):
    return sorted([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001][:count])
