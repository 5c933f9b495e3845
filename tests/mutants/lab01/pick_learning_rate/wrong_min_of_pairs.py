# Python's min stops at nan, to which nothing compares.
# hint: nan


def pick_learning_rate(rates, losses):
    return min(zip(losses, rates))[1]
