# NaN and infinity in place of numbers, words and truth: NaN is true, and equal to nothing it is compared with.
# loses: double square last

# %% double
def double(x):
    return np.full(3, np.nan)


# %% square
def square(x):
    return complex(9, float("nan"))


# %% last
def last():
    return float("nan")
