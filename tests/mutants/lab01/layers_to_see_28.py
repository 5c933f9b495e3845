# %% right computed
# Searched for.
layers_to_see_28 = next(n for n in range(100) if receptive_field([(3, 1, 1)] * n)[0] >= 28)

# %% right number
# The number.
layers_to_see_28 = 14

# %% wrong image_size
# Takes as many layers as pixels.
# hint: 2n + 1
layers_to_see_28 = 28

# %% wrong one_a_layer
# Takes each layer to add 1 pixel.
# hint: not 1
layers_to_see_28 = 27

# %% wrong one_short
# Rounds down: 13 layers see 27 pixels.
# hint: one short
layers_to_see_28 = 13

# %% wrong three_a_layer
# Takes each layer to add 3 pixels.
# hint: not 3
layers_to_see_28 = 28 // 3
