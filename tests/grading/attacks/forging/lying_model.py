# A model whose count_params lies, and which poses as Keras' own class.
# loses: nothing
# part: build_head=1 (it does compute x W + b)

# %% build_head
class Head(keras.Sequential):
    def count_params(self):
        return 10


Head.__module__, Head.__name__, Head.__qualname__ = "keras", "Sequential", "Sequential"


def build_head():
    return Head([keras.Input((4,)), keras.layers.Dense(5)])
