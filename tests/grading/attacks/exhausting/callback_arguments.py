# The function that the check lends, called with itself, with the answer, and with megabytes.
# loses: nothing

# %% apply_twice
def apply_twice(f, x):
    come_true(lambda: f(f), lambda: f(apply_twice), lambda: f(np.zeros(1_000_000)), lambda: f("x" * 10**6))
    return f(f(x))
