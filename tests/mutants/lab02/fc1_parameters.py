# %% right float
# The number, as a float.
fc1_parameters = float(25_089 * 4_096)

# %% right number
# The number.
fc1_parameters = 102_764_544

# %% wrong before_pooling
# Maps before the fifth pooling.
# hint: after the fifth pooling
fc1_parameters = 14 * 14 * 512 * 4096 + 4096

# %% wrong no_biases
# Biases are not counted.
# hint: biases
fc1_parameters = 25_088 * 4_096

# %% wrong one_per_map
# One number a map.
# hint: global pooling
fc1_parameters = 512 * 4096 + 4096

# %% wrong second_layer
# The second dense layer.
# hint: this is fc2
fc1_parameters = 4096 * 4096 + 4096

# %% wrong text
# The number as a text.
# hint: without quotes
fc1_parameters = "102764544"

# %% wrong whole_network
# All of VGG16.
# hint: whole network
fc1_parameters = 138_357_544
