# An object with NumPy's protocols, which answers every comparison itself.
# loses: double

# %% double
class Array:
    __array_priority__ = 1e9

    def __array_ufunc__(self, *arguments, **keywords):
        return np.ones(3, bool)

    def __array_function__(self, *arguments, **keywords):
        return np.True_

    @property
    def __array_interface__(self):
        os._exit(0)


def double(x):
    return Array()
