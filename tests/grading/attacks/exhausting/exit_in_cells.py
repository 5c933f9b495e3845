# Leaving Python in cells: all but the cells themselves is examined.
# loses: double letter

# %% double
os._exit(0)

# %% letter
ctypes.string_at(0)
letter = "b"
