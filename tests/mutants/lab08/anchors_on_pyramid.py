# %% right number
# The number.
anchors_on_pyramid = 261888

# %% right sum
# Level by level.
anchors_on_pyramid = 3 * (256**2 + 128**2 + 64**2 + 32**2 + 16**2)

# %% wrong comma
# A comma for the thousands makes a pair.
# hint: no comma
anchors_on_pyramid = 261, 888

# %% wrong finest
# The finest level alone.
# hint: finest level alone
anchors_on_pyramid = 3 * 256**2

# %% wrong nine
# Nine anchors a cell, as in the first paper.
# hint: not nine
anchors_on_pyramid = 9 * sum((1024 // 2**k) ** 2 for k in range(2, 7))

# %% wrong not_squared
# Rows only.
# hint: rows times columns
anchors_on_pyramid = 3 * sum(1024 // 2**k for k in range(2, 7))

# %% wrong one_a_cell
# One anchor a cell.
# hint: three anchors, not one
anchors_on_pyramid = sum((1024 // 2**k) ** 2 for k in range(2, 7))

# %% wrong stride_16
# The one map of the first paper.
# hint: stride 16 alone
anchors_on_pyramid = 3 * 64**2

# %% wrong without_coarsest
# Without the coarsest level.
# hint: stride 64
anchors_on_pyramid = 3 * sum((1024 // 2**k) ** 2 for k in range(2, 6))
