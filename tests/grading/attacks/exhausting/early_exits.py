# Leaving Python at once, by a crash, and by an exception that is no Exception.
# loses: double square last

# %% double
def double(x):
    os._exit(0)


# %% square
def square(x):
    ctypes.string_at(0)


# %% last
def last():
    raise GeneratorExit
