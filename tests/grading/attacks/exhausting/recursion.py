# Recursion without end, in Python and in C.
# loses: double last

# %% double
def double(x):
    return double(x)


# %% last
def last():
    sys.setrecursionlimit(1 << 30)

    class Deep(list):
        def __repr__(self):
            return repr(self)

    return str(Deep())
