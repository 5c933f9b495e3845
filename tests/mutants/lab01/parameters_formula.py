# %% right expanded
# Everything multiplied out.
parameters_formula = "K*k**2 + K + K*H*W - K*H*k + K*H - K*k*W + K*k*k - K*k + K*W - K*k + K + 1"

# %% right factored
# K taken out.
parameters_formula = "1 + K * (1 + k*k + (1 + H - k) * (1 + W - k))"

# %% wrong caret
# Writes a power as in mathematics.
# hint: write **
parameters_formula = "K*(k^2 + 1) + K*(H - k + 1)*(W - k + 1) + 1"

# %% wrong dense_bias_missing
# Leaves out the bias of the dense unit.
# hint: 1 is missing
parameters_formula = "K*(k**2 + 1) + K*(H - k + 1)*(W - k + 1)"

# %% wrong no_biases
# Leaves out all biases.
# hint: biases not counted
parameters_formula = "K*k**2 + K*(H - k + 1)*(W - k + 1)"

# %% wrong not_python
# Writes a power as ^.
# hint: + - * / **
parameters_formula = "K*(k^2 + 1) + K*(H - k + 1)*(W - k + 1) + 1"

# %% wrong numbers
# Gives a number for one case.
# hint: use the names
parameters_formula = "5729"

# %% wrong off_by_one
# Takes the maps to be H − k high.
# hint: one short
parameters_formula = "K*(k**2 + 1) + K*(H - k)*(W - k) + 1"

# %% wrong one_map
# Lets the dense unit see one map.
# hint: all K maps
parameters_formula = "K*(k**2 + 1) + (H - k + 1)*(W - k + 1) + 1"

# %% wrong same_padding
# Takes the maps to be as large as the image.
# hint: smaller than the image
parameters_formula = "K*(k**2 + 1) + K*H*W + 1"
