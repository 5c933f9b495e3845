# A loop that asks whether a loss is below the best: nan never is.
def pick_learning_rate(rates, losses):
    best, chosen = float("inf"), None
    for rate, loss in zip(rates, losses):
        if loss < best:
            best, chosen = loss, rate
    return chosen
