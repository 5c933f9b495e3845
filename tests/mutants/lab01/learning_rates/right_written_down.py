# The ladder written down.
def learning_rates(count):
    return [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003][:count]
