# A model whose configuration has a hundred thousand layers.
# loses: build_head

# %% build_head
class Head(keras.Sequential):
    def get_config(self):
        dense = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}, "registered_name": None}
        return {"layers": [dense] * 100_000}


Head.__module__, Head.__name__ = "keras", "Sequential"


def build_head():
    return Head([keras.Input((4,)), keras.layers.Dense(2)])
