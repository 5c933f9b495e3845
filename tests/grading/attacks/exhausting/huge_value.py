# An array of 300 megabytes, and a text of 100.
# loses: double letter

# %% double
def double(x):
    return np.zeros(300_000_000, dtype=np.uint8)


# %% letter
letter = "b" * 100_000_000
