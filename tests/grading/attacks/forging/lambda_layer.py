# A model with a Lambda layer, which would run the student's code wherever it is loaded.
# loses: build_head

# %% build_head
def build_head():
    leave = keras.layers.Lambda(lambda x: x)
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2), leave])
