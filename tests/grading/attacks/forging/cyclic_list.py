# A list that contains itself, and a dict that contains itself a hundred thousand times.
# loses: double square

# %% double
def double(x):
    knot = []
    knot.append(knot)
    return knot


# %% square
def square(x):
    knot = {}
    for number in range(100_000):
        knot[number] = knot
    return knot
