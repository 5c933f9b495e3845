# A function that a check lent to one answer, called by another: what a check lends might know an answer.
# loses: nothing

# %% apply_twice
lent = []


def apply_twice(f, x):
    lent.append(f)
    return f(f(x))


# %% last
def last():
    found = come_true(lambda: lent[0](np.zeros(2)))
    return "done" if lent and not found else f"the function still works: {found}"
