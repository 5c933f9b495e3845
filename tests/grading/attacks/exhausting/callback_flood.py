# The function that the check lends, called without end.
# loses: apply_twice

# %% apply_twice
def apply_twice(f, x):
    while True:
        with contextlib.suppress(BaseException):
            f(x)
