# %% right factored
# Factored.
saved_by_small_kernels = "C*C*(7*7 - 3*3*3)"

# %% right number
# Worked out.
saved_by_small_kernels = "22*C**2"

# %% wrong cost_of_one
# What one layer costs.
# hint: save
saved_by_small_kernels = "49*C**2"

# %% wrong cost_of_three
# What three layers cost, not what they save.
# hint: save
saved_by_small_kernels = "27*C**2"

# %% wrong not_python
# A formula as on paper.
# hint: C
saved_by_small_kernels = "22 C squared"

# %% wrong one_small_kernel
# A single 3×3 convolution is compared.
# hint: three
saved_by_small_kernels = "49*C**2 - 9*C**2"

# %% wrong per_map
# The channels that a kernel reads are forgotten.
# hint: C appears squared
saved_by_small_kernels = "49*C - 27*C"

# %% wrong ratio
# The ratio.
# hint: not a ratio
saved_by_small_kernels = "49*C**2/(27*C**2)"

# %% wrong sign
# Counts the other way round.
# hint: minus
saved_by_small_kernels = "27*C**2 - 49*C**2"

# %% wrong with_biases
# Biases are counted.
# hint: leave the biases aside
saved_by_small_kernels = "(49*C**2 + C) - 3*(9*C**2 + C)"
