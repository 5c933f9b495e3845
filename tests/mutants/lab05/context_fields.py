# %% right computed
# Computed.
context_fields = []
side = 1
for kernel, dilation in zip([3] * 7 + [1], [1, 1, 2, 4, 8, 16, 1, 1]):
    side += (kernel - 1) * dilation
    context_fields.append(side)

# %% right list
# The list.
context_fields = [3, 5, 9, 17, 33, 65, 67, 67]

# %% wrong dilation_ignored
# Ignores the dilations.
# hint: dilation ignored
context_fields = [3, 5, 7, 9, 11, 13, 15, 15]

# %% wrong keeps_doubling
# Goes on doubling.
# hint: layer 7
context_fields = [3, 5, 9, 17, 33, 65, 129, 129]

# %% wrong last_layer_grows
# Takes the last layer for a 3 × 3.
# hint: adds nothing
context_fields = [3, 5, 9, 17, 33, 65, 67, 69]

# %% wrong one_side
# Grows on one side only.
# hint: both ends
context_fields = [2, 3, 5, 9, 17, 33, 34, 34]

# %% wrong seven
# The last layer is left out.
# hint: eight numbers
context_fields = [3, 5, 9, 17, 33, 65, 67]

# %% wrong single_kernels
# Gives the sizes of single kernels.
# hint: single kernels
context_fields = [3, 3, 5, 9, 17, 33, 3, 1]
