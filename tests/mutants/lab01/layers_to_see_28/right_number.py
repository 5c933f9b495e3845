# The number.
layers_to_see_28 = 14
